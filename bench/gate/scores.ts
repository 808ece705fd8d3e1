import type { Slice } from "../../src/evaluation";
import type { Labels } from "../../src/metrics";
import type { BankedRun } from "./bank";

/** The labels of the messages that were drawn. */
export function pick(truth: Labels, rows: ArrayLike<number>): Int32Array {
  return Int32Array.from(rows, (row) => truth[row]);
}

/** The slices of the pool among the messages that were drawn. */
export function slicesOn(slices: readonly Slice[], rows: ArrayLike<number>): Slice[] {
  return slices.map((slice) => {
    const inside = new Set(slice.rows);
    return { ...slice, rows: Array.from(rows, (row, i) => (inside.has(row) ? i : -1)).filter((i) => i >= 0) };
  });
}

/** Mean validation macro-F1 of some runs. */
export function mean(runs: readonly BankedRun[]): number {
  return runs.reduce((sum, { validation }) => sum + validation, 0) / runs.length;
}

/** A run's accuracy on the pool, 0 to 1. */
export function shareRight(truth: Labels, { labels }: BankedRun): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === truth[i]) right++;
  return right / labels.length;
}

/** Standard deviation of a sample. */
export function deviation(values: readonly number[]): number {
  const middle = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
