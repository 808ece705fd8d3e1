import { InputError } from "../errors";
import { checkLabels, type Labels } from "./labels";

/**
 * Accuracy: the share of messages whose predicted label is the true one, 0 to 1.
 *
 * @throws InputError for no labels, lists of different length, or labels that are not classes
 * @example accuracy([0, 1, 2], [0, 1, 1]) // 2/3
 */
export function accuracy(truth: Labels, predicted: Labels): number {
  checkLabels(truth, predicted);
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i]) right++;
  return right / truth.length;
}

/** How well one class is told apart. */
export interface ClassScore {
  readonly label: number;
  /** Right among those predicted as this class; 0 where none was predicted. */
  readonly precision: number;
  /** Right among those that truly are of this class; 0 where none is. */
  readonly recall: number;
  /** Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); 0 where nothing is right. */
  readonly f1: number;
  /** Messages that truly are of this class. */
  readonly support: number;
}

/**
 * Precision, recall, F1 and support of each class that is in the truth or in the predictions, in order of the
 * label. A ratio without a denominator is 0. As scikit-learn's `precision_recall_fscore_support` with
 * `average=None, zero_division=0`.
 *
 * @throws InputError for no labels, lists of different length, or labels that are not classes
 */
export function perClass(truth: Labels, predicted: Labels): ClassScore[] {
  checkLabels(truth, predicted);
  const tallies = new Map<number, { hits: number; support: number; predicted: number }>();
  const tally = (label: number): { hits: number; support: number; predicted: number } => {
    let entry = tallies.get(label);
    if (entry === undefined) tallies.set(label, (entry = { hits: 0, support: 0, predicted: 0 }));
    return entry;
  };
  for (let i = 0; i < truth.length; i++) {
    tally(truth[i]).support++;
    tally(predicted[i]).predicted++;
    if (truth[i] === predicted[i]) tally(truth[i]).hits++;
  }
  const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
  return [...tallies]
    .sort(([a], [b]) => a - b)
    .map(([label, { hits, support, predicted: guessed }]) => ({
      label,
      precision: ratio(hits, guessed),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, guessed + support),
      support,
    }));
}

/**
 * Macro-F1: the plain mean of the classes' F1, so that a rare intent counts as much as a frequent one; 0 to 1.
 * The classes are those in the truth or in the predictions; a class in neither does not count, a class that is
 * never right counts as 0. As scikit-learn's `f1_score(average="macro", zero_division=0)`.
 *
 * @throws InputError for no labels, lists of different length, or labels that are not classes
 */
export function macroF1(truth: Labels, predicted: Labels): number {
  const scores = perClass(truth, predicted);
  return scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length;
}

/**
 * Confusion matrix: `matrix[t][p]` counts the messages of true class t that were predicted as p.
 *
 * @param classes the number of classes: labels are 0 to `classes` - 1
 * @throws InputError for no labels, lists of different length, or labels out of range
 */
export function confusionMatrix(truth: Labels, predicted: Labels, classes: number): number[][] {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new InputError(`classes must be an integer of 1 or more, found ${classes}`);
  }
  checkLabels(truth, predicted, classes);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < truth.length; i++) matrix[truth[i]][predicted[i]]++;
  return matrix;
}
