import type { Split } from "./dataset";

const NAMES: ReadonlyMap<string, Split> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["valid", "validation"],
  ["val", "validation"],
  ["validation", "validation"],
  ["dev", "validation"],
  ["test", "test"],
  ["testing", "test"],
]);

/** The ways to write a split, for messages. */
export const SPLIT_SPELLINGS = "train, training, valid, val, validation, dev, test or testing";

/**
 * The split that a person means: train or training; valid, val, validation or dev; test or testing; in any
 * case, with or without spaces around. `null` for anything else.
 */
export function parseSplit(cell: string): Split | null {
  return NAMES.get(cell.trim().toLowerCase()) ?? null;
}
