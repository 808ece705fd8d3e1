/** What a run's curves can show. */
export type Signal =
  | "divergence"
  | "spikes"
  | "oscillation"
  | "overshoot"
  | "slow-convergence"
  | "over-fitting"
  | "plateau";

/** What a signal says about a run. */
export interface Finding {
  readonly signal: Signal;
  /** `severe` findings speak against the rate; `mild` ones are worth a look. */
  readonly severity: "severe" | "mild";
  /** Steps at which it shows, first to last. */
  readonly steps: readonly [number, number];
  /** The step after which it could first have been said: the shortest prefix of the record of which it holds. */
  readonly warnedAt: number;
  /** The numbers that show it, by name. */
  readonly values: Readonly<Record<string, number>>;
  /** One sentence with the numbers. */
  readonly meaning: string;
  /** What to do. */
  readonly advice: string;
}

/** Findings on a record, the most severe first. */
export interface Diagnosis {
  readonly kind: "diagnosis";
  /** Id of the run. */
  readonly run: string;
  readonly findings: readonly Finding[];
}
