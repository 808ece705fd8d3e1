/**
 * `high x weight + low x (1 - weight)`, exact at both ends and never outside [low, high] by rounding: every
 * schedule between two rates is a weight in [0, 1] put through this.
 */
export function blend(high: number, low: number, weight: number): number {
  const value = high * weight + low * (1 - weight);
  return Math.min(Math.max(value, Math.min(high, low)), Math.max(high, low));
}

/** Half a cosine wave as a weight: 1 at x = 0, 0 at x = 1. */
export function cosineWeight(x: number): number {
  return (1 + Math.cos(Math.PI * x)) / 2;
}
