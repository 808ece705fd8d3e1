import type { RunSpec } from "./run-spec";

/** Loss (mean cross-entropy in nats), accuracy and macro-F1 (both 0 to 1) on one split. */
export interface SplitScore {
  readonly loss: number;
  readonly accuracy: number;
  readonly macroF1: number;
}

/** What was seen on training and validation after `step` updates. */
export interface Evaluation {
  readonly step: number;
  /** Epochs passed, fractional: step / steps per epoch. */
  readonly epoch: number;
  /** The rate of the step that comes next (of the last step, at the end). */
  readonly rate: number;
  readonly train: SplitScore;
  readonly validation: SplitScore;
}

/** All that was observed of one run. Losses of a run that broke may be NaN or Infinity. */
export interface RunRecord {
  readonly kind: "run-record";
  /** SHA-256 (hex) of the canonical JSON of `spec`. */
  readonly id: string;
  readonly spec: RunSpec;
  /** `diverged`: the loss was not finite, or the stop rule ended the run. */
  readonly status: "done" | "diverged";
  /** Optimizer steps taken, and the steps that the spec asked for. */
  readonly steps: number;
  readonly plannedSteps: number;
  /** The batch loss and the rate of every step, before its update. */
  readonly curve: { readonly loss: readonly number[]; readonly rate: readonly number[] };
  /** From step 0 (before any update) to the last step. */
  readonly evaluations: readonly Evaluation[];
  /** Labels predicted by the final weights (indices into the features' labels). The test split is not here. */
  readonly predictions: { readonly train: readonly number[]; readonly validation: readonly number[] };
}
