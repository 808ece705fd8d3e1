// Labels of runs by what came of them, not by any signal's formula.
import { finalOf, predict, type Features, type RunRecord, type TrainedRun } from "../../src";

/** A mean difference of at least this many standard errors counts (DESIGN, Signals). */
const BETTER = 3;
const OVERFIT = 2;
/** The smallest float32 above 0: messages that are missed by more than 103 nats count as missed by 103. */
const SMALLEST = 2 ** -149;

export const trainLoss = (record: RunRecord): number => finalOf(record).train.loss;
export const validationLoss = (record: RunRecord): number => finalOf(record).validation.loss;

/**
 * Whether the loss at the end is lower in `b` than in `a` by more than 3 standard errors of the mean difference over
 * seeds (paired: initial weights and orders are shared). A run without a finite loss is worse than any with one.
 */
export function isLower(a: readonly number[], b: readonly number[]): boolean {
  if (!b.every(Number.isFinite)) return false;
  if (!a.every(Number.isFinite)) return true;
  const differences = a.map((loss, i) => loss - b[i]);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean > BETTER * Math.sqrt(squares / (differences.length - 1) / differences.length);
}

/** The final validation loss is above the initial one, or no number. */
export function diverged(record: RunRecord): boolean {
  return !(validationLoss(record) <= record.evaluations[0].validation.loss);
}

/** Standard error of the final validation loss over its messages. */
export function standardError({ weights }: TrainedRun, { splits: { validation } }: Features): number {
  const { x, y } = validation;
  const { probabilities, classes } = predict(weights, x);
  const losses = Array.from(
    y,
    (label, row) => -Math.log(Math.max(SMALLEST, probabilities[row * classes + label])),
  );
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  return Math.sqrt(squares / (losses.length - 1) / losses.length);
}

/** The best checkpoint beats the last by more than 2 standard errors of validation loss over messages. */
export function overfit(record: RunRecord, error: number): boolean {
  return validationLoss(record) - bestOf(record, 1) > OVERFIT * error;
}

/** The second half of the run improves on the best checkpoint of the first by less than 2 such standard errors. */
export function flat(record: RunRecord, error: number): boolean {
  return bestOf(record, 0.5) - bestOf(record, 1) < OVERFIT * error;
}

/** The lowest validation loss in the first `share` of the planned steps. */
function bestOf({ evaluations, plannedSteps }: RunRecord, share: number): number {
  const seen = evaluations.filter(({ step }) => step <= share * plannedSteps);
  return Math.min(...seen.map(({ validation }) => validation.loss));
}
