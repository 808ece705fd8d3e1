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
  /** The rate of the step that comes next (of the last step, at the end), as in `Curve`. */
  readonly rate: number;
  readonly train: SplitScore;
  readonly validation: SplitScore;
}

/** What was seen at every step; float32 values, one array a measure. */
export interface Curve {
  /** Mean loss of the batch (with label smoothing), before the update. */
  readonly loss: readonly number[];
  /** The rate that the step was taken at: the schedule's, or for Prodigy the one that it found times the schedule's. */
  readonly rate: readonly number[];
  /** Euclidean norm of the loss's gradient over all parameters, before clipping and weight decay. */
  readonly gradientNorm: readonly number[];
  /** |w' - w| / |w| over all parameters: how far the update moved the model. 0 for a step that made none. */
  readonly updateRatio: readonly number[];
  /**
   * -cos(g, g of the step before), from -1 to 1, on the output layer's weights and bias: above 0 when consecutive
   * gradients oppose each other, so that the step between them went too far. 0 at the first step.
   */
  readonly overshoot: readonly number[];
}

/** All that was observed of one run. Losses of a run that broke may be NaN or Infinity. */
export interface RunRecord {
  readonly kind: "run-record";
  /** SHA-256 (hex) of the canonical JSON of `spec`. */
  readonly id: string;
  readonly spec: RunSpec;
  /**
   * `diverged`: the loss was not finite, or the stop rule ended the run. `interrupted`: somebody stopped it, and this
   * is what it had done; no store takes such a record.
   */
  readonly status: "done" | "diverged" | "interrupted";
  /** Optimizer steps taken, and the steps that the spec asked for. */
  readonly steps: number;
  readonly plannedSteps: number;
  readonly curve: Curve;
  /** From step 0 (before any update) to the last step. */
  readonly evaluations: readonly Evaluation[];
  /** Labels predicted by the final weights (indices into the features' labels). The test split is not here. */
  readonly predictions: { readonly train: readonly number[]; readonly validation: readonly number[] };
}

/** The last evaluation of a run. */
export function finalOf({ evaluations }: Pick<RunRecord, "evaluations">): Evaluation {
  return evaluations[evaluations.length - 1];
}
