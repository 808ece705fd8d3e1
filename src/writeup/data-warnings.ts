import type { Dataset } from "../data";

/** What a warning about data does to a score, and what to do about it, by the name of the check. */
const MEANINGS: Readonly<Record<string, readonly [effect: string, remedy: string]>> = {
  "made-splits": [
    "none, if messages come in any order: the splits are made at random, by intent, near-duplicates together",
    "name the split column if there is one; where messages have a date, test on the latest",
  ],
  "duplicate-across-splits": [
    "flatters it: the model is asked what it has read",
    "keep each text in one split; take the training copy away, so that the test stays what it was",
  ],
  "conflicting-labels": [
    "lowers what anyone can reach, and at least one of the labels is wrong",
    "decide on one label at the source; drop the text until then",
  ],
  "unseen-intent": [
    "each of its messages counts as wrong, whatever the rate",
    "add training messages, or leave the intent out",
  ],
  "intent-missing-in-split": [
    "none: nothing is known there of this intent, though it is learned",
    "label messages of it for that split, or merge it into another intent",
  ],
  "label-variants": [
    "lowers it: one intent is held for two, each with fewer messages",
    "write the label in one way at the source",
  ],
  "near-constant-intent": [
    "flatters macro-F1: one sentence learned by heart is one intent solved",
    "add messages as people write them",
  ],
  "very-long-message": [
    "little, but it may be a sign of a broken file: a missing quote swallows the rows below",
    "look at the row; cut a thread down to the customer's message",
  ],
  delimiter: ["none, if the columns are the ones that you know", "compare the columns with the file"],
  "unnamed-column": ["none", "give the column a name if it is to be used"],
  "intent-column": ["none, if that is the column of the labels", "name the column"],
};

/**
 * The warnings of a data set as rows for `table`: what was found, in how many rows and where, what it does to a score
 * and what to do.
 *
 * @example show(table(warningRows(dataset), { caption: "What was found in the data" }))
 */
export function warningRows({ warnings }: Pick<Dataset, "warnings">): Record<string, string | number>[] {
  return warnings.map(({ check, rows, count }) => {
    const [effect, remedy] = MEANINGS[check] ?? ["", ""];
    return {
      found: check.replace(/-/g, " "),
      rows: count > 0 ? count : "–",
      lines: count > 0 ? rows.slice(0, 5).join(", ") + (count > 5 ? ", …" : "") : "–",
      "what it does to a score": effect,
      "what to do": remedy,
    };
  });
}
