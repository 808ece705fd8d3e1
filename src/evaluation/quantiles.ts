import { jStat } from "jstat";

/** Student's t: the value that a share `p` lies below. */
export function tQuantile(p: number, degreesOfFreedom: number): number {
  return jStat.studentt.inv(p, degreesOfFreedom);
}

/** F, the ratio of two mean squares: the value that a share `p` lies below. */
export function fQuantile(p: number, numerator: number, denominator: number): number {
  return jStat.centralF.inv(p, numerator, denominator);
}

/** Chi squared: the value that a share `p` lies below. */
export function chiSquaredQuantile(p: number, degreesOfFreedom: number): number {
  return jStat.chisquare.inv(p, degreesOfFreedom);
}

/** The standard normal: the value that a share `p` lies below. */
export function normalQuantile(p: number): number {
  return jStat.normal.inv(p, 0, 1);
}

/** The standard normal: the share below `x`. */
export function normalCdf(x: number): number {
  return jStat.normal.cdf(x, 0, 1);
}

/**
 * The exact interval of a share from `hits` of `count` (Clopper and Pearson 1934): what is rare is not claimed to be
 * absent because it was not seen.
 *
 * @param confidence two-sided; default .95
 * @example shareInterval(0, 100).high // 0.0362
 */
export function shareInterval(
  hits: number,
  count: number,
  confidence = 0.95,
): { readonly low: number; readonly high: number } {
  const tail = (1 - confidence) / 2;
  return {
    low: hits === 0 ? 0 : jStat.beta.inv(tail, hits, count - hits + 1),
    high: hits === count ? 1 : jStat.beta.inv(1 - tail, hits + 1, count - hits),
  };
}
