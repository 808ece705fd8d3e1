/** What a signal says about a run. */
export interface Finding {
  readonly signal: "divergence" | "oscillation" | "over-fitting" | "slow-convergence";
  /** `severe` findings speak against the rate; `mild` ones are worth a look. */
  readonly severity: "severe" | "mild";
  /** Steps at which it shows, first to last. */
  readonly steps: readonly [number, number];
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
