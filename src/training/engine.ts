import type { Split } from "../data";
import type { Features } from "../features";
import type { Curve, Evaluation, RunRecord, SplitScore } from "./run-record";
import type { RunSpec } from "./run-spec";
import type { ModelWeights } from "./weights";

/** What was observed of a run and, outside the record, what the clock said. */
export interface RecordedRun {
  readonly record: RunRecord;
  readonly seconds: number;
}

/** What a run leaves: its record and its final weights. */
export interface TrainedRun extends RecordedRun {
  readonly weights: ModelWeights;
}

/** What was seen of a run that is under way. It grows with the run: copy what you keep. */
export interface RunSoFar {
  readonly spec: RunSpec;
  /** Steps taken. */
  readonly step: number;
  readonly plannedSteps: number;
  readonly curve: Curve;
  readonly evaluations: readonly Evaluation[];
}

/** How to watch and stop a run; nothing here changes what its steps do. */
export interface RunOptions {
  /** Called after each step, evaluated where it is due, and with an `interrupt` or this the run lets timers and messages in as it goes. */
  readonly onStep?: (soFar: RunSoFar) => void;
  /** Called at each evaluation. */
  readonly onProgress?: (progress: { step: number; plannedSteps: number; loss: number }) => void;
  /** Aborting it ends the run at its next evaluation by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Aborting it ends the run after the step that it is in: what it has done is returned, with the status `interrupted`. */
  readonly interrupt?: AbortSignal;
}

/** Turns a run's spec into its record. Engines are held to the same trajectory. */
export interface Engine {
  readonly name: RunSpec["engine"]["name"];
  run(spec: RunSpec, features: Features, options?: RunOptions): Promise<TrainedRun>;
}

/** What the update of one step did; see `Curve` for the measures. */
export interface StepReport {
  readonly loss: number;
  /** The rate that the step was taken at: the schedule's, or Prodigy's d times it. */
  readonly rate: number;
  readonly gradientNorm: number;
  readonly updateRatio: number;
  readonly overshoot: number;
}

/** All that a later step depends on: restoring it and going on gives the bits of a run that never stopped. */
export interface Checkpoint {
  readonly kind: "checkpoint";
  /** Id of the run that it was taken from. */
  readonly run: string;
  /** Steps taken. */
  readonly step: number;
  readonly state: Uint8Array;
}

/** A run as an engine opens it: what observing needs of it. */
export interface Observed {
  readonly spec: RunSpec;
  readonly plannedSteps: number;
  /** Steps taken so far. */
  readonly step: number;
  /** The float32 rate that the schedule gives at a step. */
  rateAt(step: number): number;
  /** What the optimizer multiplies that rate by at the next step: 1, but Prodigy's estimate d. */
  readonly scale: number;
  /** Takes the next step. */
  advance(): StepReport;
  /** Scores a split with the weights as they are, and says which label each row got. */
  evaluate(split: Split): { readonly score: SplitScore; readonly labels: ArrayLike<number> };
}

/** A run of the fused engine, step by step: what replays and measurements use. */
export interface OpenRun extends Observed {
  /**
   * Takes the next step, at the schedule's rate or another in its place. Throws InputError after the last one, and
   * once closed.
   */
  advance(rate?: number): StepReport;
  evaluate(split: Split): { readonly score: SplitScore; readonly labels: Int32Array };
  /** A copy of the weights as they are. */
  weights(): ModelWeights;
  /** A copy of all that later steps depend on. */
  checkpoint(): Checkpoint;
  /** Goes back (or on) to a checkpoint of this run. */
  restore(checkpoint: Checkpoint): void;
  /** Gives the memory back; nothing may be called after it. */
  close(): void;
}
