import { InputError } from "../errors";
import { SPLITS, type DataWarning, type Split } from "./dataset";
import type { LabelledRow } from "./rows";
import { count, warning } from "./show-text";
import { stratifiedSplit, type Share } from "./split";

/** The share of the messages that validation and test take where the file does not have them. */
export const MADE_SHARE = 0.15;

/**
 * The split of each row: the file's own, where it says them. A validation or test split that is missing is
 * taken from the training rows only (15% of them each), so a given test split is never touched; without a
 * split column all rows are divided 70/15/15. What was made is said in a warning.
 *
 * @throws InputError when the file has splits but no training rows, or intents too small to split
 */
export function assignSplits(
  rows: readonly LabelledRow[],
  options: { seed: number; minPerIntent: number; file: string },
): { splits: Split[]; warnings: DataWarning[] } {
  const { file, seed } = options;
  const given = new Set(rows.flatMap(({ split }) => (split === null ? [] : [split])));
  if (given.size > 0 && !given.has("train")) {
    throw new InputError(
      `${file}: the split column has no training rows (found only ${[...given].join(" and ")}); ` +
        "write train in the rows to learn from",
    );
  }
  const made = SPLITS.filter((split) => split !== "train" && !given.has(split));
  if (made.length === 0) return { splits: rows.map(({ split }) => split!), warnings: [] };

  const pool = rows.filter(({ split }) => split === null || split === "train");
  const shares: Share[] = [
    ["train", 1 - MADE_SHARE * made.length],
    ...made.map((split): Share => [split, MADE_SHARE]),
  ];
  const assigned = stratifiedSplit(pool, { ...options, shares });
  const splitOf = new Map(pool.map((row, i) => [row, assigned[i]]));
  const splits = rows.map((row) => splitOf.get(row) ?? row.split!);

  const sizes = shares.map(([split]) => `${split} ${assigned.filter((s) => s === split).length}`).join(", ");
  const how = `by intent, near-duplicates together, seed ${seed}: ${sizes} messages.`;
  const message =
    given.size === 0
      ? `no column "split", so the ${count(rows.length, "row")} were divided ${how}`
      : `no ${made.join(" or ")} rows, so the training rows were divided ${how}`;
  return { splits, warnings: [warning("made-splits", message, [])] };
}
