/**
 * The mean of the `length` values that end before index `end`; NaN where there are not so many. Summed anew each time:
 * a difference of running sums would keep nothing of small values that follow a huge one.
 */
export function windowMean(values: ArrayLike<number>, length: number, end: number): number {
  if (end < length) return NaN;
  let sum = 0;
  for (let i = end - length; i < end; i++) sum += values[i];
  return sum / length;
}

/** The middle of sorted values; the mean of the two middle ones of an even count. */
export function middle(sorted: ArrayLike<number>): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
