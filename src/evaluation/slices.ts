import type { Dataset, Split } from "../data";
import { accuracy } from "../metrics";
import { ruleSlices } from "./slice-rules";

/** The messages of one slice in one split: positions among that split's messages. */
export interface Slice {
  readonly name: string;
  /** "data": a tag of the data, or of a person's slice column; "rule": one of `SLICE_RULES`. */
  readonly source: "data" | "rule";
  readonly rows: readonly number[];
}

/**
 * All slices of a split, largest first: the groups that the data names, and those that any text allows
 * (`SLICE_RULES`). Where the data has a tag of a rule's name, in any split, the tag holds and the rule is left out.
 * Messages without a slice are in none.
 *
 * @example slicesOf(dataset, "test").map(({ name, source, rows }) => `${name} (${source}): ${rows.length}`)
 */
export function slicesOf(dataset: Dataset, split: Split): Slice[] {
  let known = found.get(dataset);
  if (known === undefined) found.set(dataset, (known = new Map()));
  let slices = known.get(split);
  if (slices === undefined) known.set(split, (slices = findSlices(dataset, split)));
  return [...slices];
}

/** A dataset does not change, its rules take a third of a second, and a gate asks for its slices at each judgement. */
const found = new WeakMap<Dataset, Map<Split, readonly Slice[]>>();

function findSlices(dataset: Dataset, split: Split): Slice[] {
  const tagged = new Map<string, number[]>();
  dataset.messages
    .filter((message) => message.split === split)
    .forEach((message, row) => {
      for (const name of message.slices) {
        const list = tagged.get(name);
        if (list === undefined) tagged.set(name, [row]);
        else list.push(row);
      }
    });
  const tags = new Set(dataset.messages.flatMap((message) => message.slices));
  return [
    ...[...tagged].map(([name, rows]) => ({ name, source: "data" as const, rows })),
    ...ruleSlices(dataset, split, tags).map(({ name, rows }) => ({ name, source: "rule" as const, rows })),
  ].sort((a, b) => b.rows.length - a.rows.length || (a.name < b.name ? -1 : 1));
}

/** Accuracy (0 to 1) on the rows of a slice. */
export function sliceAccuracy(
  slice: Pick<Slice, "rows">,
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
): number {
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
