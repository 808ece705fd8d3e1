import type { Dataset } from "../data";
import { counted } from "./words";

/** What a warning about data does to a score, and what to do about it, by the name of the check. */
const MEANINGS: Readonly<Record<string, readonly [effect: string, remedy: string]>> = {
  "made-splits": [
    "The splits were made at random, by intent, near-duplicates together: no harm to a score, if messages come in any order.",
    "Name the split column if there is one; where messages have a date, test on the latest.",
  ],
  "duplicate-across-splits": [
    "It flatters a score: the model is asked what it has read.",
    "Keep each text in one split; take the training copy away, so that the test stays what it was.",
  ],
  "conflicting-labels": [
    "It lowers what anyone can reach, and at least one of the labels is wrong.",
    "Decide on one label at the source; drop the text until then.",
  ],
  "unseen-intent": [
    "Each of its messages counts as wrong, whatever the rate.",
    "Add training messages, or leave the intent out.",
  ],
  "intent-missing-in-split": [
    "The intent is learned, and nothing is known there of how well.",
    "Label messages of it for that split, or merge it into another intent.",
  ],
  "label-variants": [
    "It lowers a score: one intent is held for two, each with fewer messages.",
    "Write the label in one way at the source.",
  ],
  "near-constant-intent": [
    "It flatters macro-F1: one sentence learned by heart is one intent solved.",
    "Add messages as people write them.",
  ],
  "very-long-message": [
    "Little harm to a score, but it may be a sign of a broken file: a missing quote swallows the rows below.",
    "Look at the row; cut a thread down to the customer's message.",
  ],
  delimiter: ["No harm, if the columns are the ones that you know.", "Compare the columns with the file."],
  "unnamed-column": ["No harm.", "Give the column a name if it is to be used."],
  "intent-column": ["No harm, if that is the column of the labels.", "Name the column if it is not."],
};

/**
 * What the warnings of a data set mean: for each what was found, in how many rows and where, what it does to a score
 * and what to do about it. Markdown.
 *
 * @example showMarkdown(sayWarnings(dataset))
 */
export function sayWarnings({ warnings }: Pick<Dataset, "warnings">): string {
  if (warnings.length === 0) return "Nothing was found that could mislead.";
  return warnings
    .map(({ check, rows, count }) => {
      const [effect, remedy] = MEANINGS[check] ?? ["", ""];
      const lines = `${rows.length === 1 ? "line" : "lines"} ${rows.slice(0, 5).join(", ")}${count > 5 ? ", …" : ""}`;
      const where = count === 0 ? "" : ` (${counted(count, "row")}: ${lines})`;
      return `- **${check.replace(/-/g, " ")}**${where}. ${effect}${remedy === "" ? "" : ` *${remedy}*`}`.trimEnd();
    })
    .join("\n");
}
