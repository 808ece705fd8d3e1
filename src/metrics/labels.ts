import { InputError } from "../errors";

/** Labels as positions in a list of classes: 0, 1, 2, ... */
export type Labels = ArrayLike<number>;

/** Throws unless both lists are of one length, not empty, and hold classes below `classes`. */
export function checkLabels(truth: Labels, predicted: Labels, classes = Number.MAX_SAFE_INTEGER): void {
  if (truth.length !== predicted.length) {
    throw new InputError(
      `truth and predicted must be equally long, found ${truth.length} and ${predicted.length} labels`,
    );
  }
  checkClasses("truth", truth, classes);
  checkClasses("predicted", predicted, classes);
}

/** Throws unless there are labels and each is an integer from 0 to `classes` - 1. */
export function checkClasses(name: string, labels: Labels, classes: number): void {
  if (labels.length === 0) throw new InputError(`${name} must hold at least one label, found none`);
  for (let i = 0; i < labels.length; i++) {
    if (!Number.isInteger(labels[i]) || labels[i] < 0 || labels[i] >= classes) {
      const range = classes === Number.MAX_SAFE_INTEGER ? "0 or more" : `0 to ${classes - 1}`;
      throw new InputError(`${name}[${i}] must be a class, an integer of ${range}, found ${labels[i]}`);
    }
  }
}

/** Throws unless `scores` holds `classes` numbers for each label. */
export function checkScores(name: string, scores: ArrayLike<number>, truth: Labels, classes: number): void {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new InputError(`classes must be an integer of 1 or more, found ${classes}`);
  }
  checkClasses("truth", truth, classes);
  if (scores.length !== truth.length * classes) {
    throw new InputError(
      `${name} must hold ${truth.length} rows of ${classes} numbers (${truth.length * classes}), ` +
        `found ${scores.length}`,
    );
  }
}
