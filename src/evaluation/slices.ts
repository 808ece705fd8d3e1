import type { Dataset, Split } from "../data";
import { accuracy } from "../metrics";

/** The messages of one slice in one split: positions among that split's messages. */
export interface Slice {
  readonly name: string;
  readonly rows: readonly number[];
}

/** All slices of a split, largest first; messages without a slice are in none. */
export function slicesOf(dataset: Dataset, split: Split): Slice[] {
  const rows = new Map<string, number[]>();
  dataset.messages
    .filter((message) => message.split === split)
    .forEach((message, row) => {
      for (const name of message.slices) {
        const list = rows.get(name);
        if (list === undefined) rows.set(name, [row]);
        else list.push(row);
      }
    });
  return [...rows]
    .map(([name, list]) => ({ name, rows: list }))
    .sort((a, b) => b.rows.length - a.rows.length || (a.name < b.name ? -1 : 1));
}

/** Accuracy (0 to 1) on the rows of a slice. */
export function sliceAccuracy(slice: Slice, truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  return accuracy(
    slice.rows.map((row) => truth[row]),
    slice.rows.map((row) => predicted[row]),
  );
}

/**
 * The share of wrong training labels that a model has learned: of the messages whose label is known to be wrong,
 * those that it predicts with the wrong label. NaN where no clean labels are known.
 *
 * @param predicted labels of the training messages, as indices into `dataset.intents`
 */
export function wrongLabelsLearned(dataset: Dataset, predicted: ArrayLike<number>): number {
  let wrong = 0;
  let learned = 0;
  dataset.messages
    .filter((message) => message.split === "train")
    .forEach((message, row) => {
      if (message.cleanIntent === undefined || message.cleanIntent === message.intent) return;
      wrong++;
      if (dataset.intents[predicted[row]] === message.intent) learned++;
    });
  return learned / wrong;
}
