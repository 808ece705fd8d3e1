import { InputError } from "../errors";
import { tQuantile } from "./quantiles";

/** A mean with its two-sided confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** How many values it rests on. */
  readonly count: number;
}

/**
 * mean ± t(n - 1, (1 + confidence) / 2) x s / sqrt(n), Student's interval. With one value the interval is
 * infinite: one run says nothing of the spread.
 *
 * @param values     at least one number
 * @param confidence default .95
 * @throws InputError when there are no values
 * @example meanInterval([1, 2, 3]) // { mean: 2, low: -0.484, high: 4.484, count: 3 }
 */
export function meanInterval(values: readonly number[], confidence = 0.95): Estimate {
  if (values.length === 0) throw new InputError("meanInterval: no values");
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, low: -Infinity, high: Infinity, count };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = tQuantile((1 + confidence) / 2, count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half, count };
}

/**
 * The mean of b - a over pairs (the same seed in both arms), with its interval: pairing takes out what a seed does
 * to both.
 *
 * @throws InputError when the arms are not of the same length
 */
export function pairedDifference(a: readonly number[], b: readonly number[], confidence = 0.95): Estimate {
  if (a.length !== b.length) {
    throw new InputError(`pairedDifference: arms of different length, ${a.length} and ${b.length}`);
  }
  return meanInterval(
    b.map((value, i) => value - a[i]),
    confidence,
  );
}

/**
 * Spearman's rank correlation: Pearson's correlation of the ranks, ties at their mean rank. Values closer than
 * `noise` count as ties, in runs: sorted, a value joins the run while it is within `noise` of the run's first.
 *
 * @throws InputError for fewer than two pairs, a value that is NaN, or when one side is all ties
 */
export function spearman(a: readonly number[], b: readonly number[], noise = 0): number {
  if (a.length !== b.length || a.length < 2)
    throw new InputError("spearman: needs two lists of the same length, 2 or more");
  if ([...a, ...b].some(Number.isNaN)) throw new InputError("spearman: NaN has no rank");
  const [x, y] = [ranks(a, noise), ranks(b, noise)];
  const mean = (a.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) ** 2;
    yy += (y[i] - mean) ** 2;
  }
  if (xx === 0 || yy === 0) throw new InputError("spearman: one list is all ties");
  return xy / Math.sqrt(xx * yy);
}

function ranks(values: readonly number[], noise: number): number[] {
  const order = [...values.keys()].sort((i, j) => values[i] - values[j]);
  const rank = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    const first = values[order[from]];
    // Equal values first: Infinity minus itself is NaN.
    while (to < order.length && (values[order[to]] === first || values[order[to]] - first <= noise)) to++;
    for (let i = from; i < to; i++) rank[order[i]] = (from + to + 1) / 2;
    from = to;
  }
  return rank;
}

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
