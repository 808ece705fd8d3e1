import { perClass, type Labels } from "../metrics";

/** What one message adds to a score: the mean over messages is the score itself, 0 to 1. */
export type MessageScores = (truth: Labels, predicted: Labels) => Float64Array;

/** Accuracy by message: 1 where the label is right, else 0. */
export const accuracyScores: MessageScores = (truth, predicted) =>
  Float64Array.from({ length: truth.length }, (_, i) => (truth[i] === predicted[i] ? 1 : 0));

/**
 * Macro-F1 by message: F + the influence of message i on F, so that the mean is macro-F1 and the spread is that of
 * its sampling error. With K classes, N messages, F[c] = 2 TP[c] / D[c] and D[c] = true as c + predicted as c:
 *
 *   influence[i] = N / K x (2 [right] / D[t] - F[t] / D[t] - F[p] / D[p]),   t true, p predicted.
 *
 * The classes are those of `macroF1`: in the truth or in the predictions.
 *
 * Source: the delta method (Hampel 1974, the influence curve), applied to the counts of each class.
 */
export const macroF1Scores: MessageScores = (truth, predicted) => {
  const classes = perClass(truth, predicted);
  const f1 = new Map<number, number>();
  const size = new Map<number, number>();
  for (const { label, f1: value, support } of classes) {
    f1.set(label, value);
    size.set(label, support);
  }
  for (let i = 0; i < predicted.length; i++) size.set(predicted[i], (size.get(predicted[i]) as number) + 1);
  const whole = classes.reduce((sum, one) => sum + one.f1, 0) / classes.length;
  const pull = (label: number): number => (f1.get(label) as number) / (size.get(label) as number);
  const scale = truth.length / classes.length;
  return Float64Array.from({ length: truth.length }, (_, i) => {
    const right = truth[i] === predicted[i] ? 2 / (size.get(truth[i]) as number) : 0;
    return whole + scale * (right - pull(truth[i]) - pull(predicted[i]));
  });
};

/** Candidate minus baseline by message, in points, seed by seed; of the messages `rows` or all. */
export function differenceTable(
  scores: MessageScores,
  truth: Labels,
  baseline: readonly Labels[],
  candidate: readonly Labels[],
  rows?: readonly number[],
): Float64Array[] {
  const take = (labels: Labels): Labels => (rows === undefined ? labels : rows.map((row) => labels[row]));
  const right = take(truth);
  return baseline.map((labels, s) => {
    const before = scores(right, take(labels));
    const after = scores(right, take(candidate[s]));
    return after.map((value, i) => 100 * (value - before[i]));
  });
}
