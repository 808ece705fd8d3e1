import type { RatePoint, RateSweep } from "./rate-sweep";

/** The rates that are as good as the best one, for all that matters. */
export interface RateBand {
  readonly best: RatePoint;
  readonly low: number;
  readonly high: number;
  /** log10(high / low). */
  readonly decades: number;
  /** Whether the best rate is the lowest or highest tried: then the search must be widened. */
  readonly atEdge: "low" | "high" | null;
}

/**
 * The run of neighbouring rates around the best, without a diverged run, whose mean validation macro-F1 is less than
 * `within` below the best.
 *
 * @param within 0 to 1; default .01, one point
 * @returns null when every rate diverged
 */
export function rateBand(sweep: Pick<RateSweep, "points">, within = 0.01): RateBand | null {
  const points = [...sweep.points].sort((a, b) => a.rate - b.rate);
  const stable = points.filter((point) => point.diverged === 0);
  if (stable.length === 0) return null;
  const best = stable.reduce((a, b) => (b.macroF1.mean > a.macroF1.mean ? b : a));
  const good = (point: RatePoint | undefined): boolean =>
    point !== undefined && point.diverged === 0 && point.macroF1.mean > best.macroF1.mean - within;
  let low = points.indexOf(best);
  let high = low;
  while (good(points[low - 1])) low--;
  while (good(points[high + 1])) high++;
  const at = points.indexOf(best);
  return {
    best,
    low: points[low].rate,
    high: points[high].rate,
    decades: Math.log10(points[high].rate / points[low].rate),
    atEdge: at === 0 ? "low" : at === points.length - 1 ? "high" : null,
  };
}
