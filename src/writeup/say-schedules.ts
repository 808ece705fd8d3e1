import type { Estimate } from "../evaluation";
import { macroF1Difference, type ScheduleComparison, type ShapeResult } from "../tuning";
import { differenceText, listed, rateText } from "./words";

/** One difference from the reference shape, under one kind of fairness. */
export interface ShapeDifference {
  /** "peak 0.2" for matched peaks, or "tuned against tuned". */
  readonly panel: string;
  readonly name: string;
  readonly difference: Estimate;
}

/**
 * Every shape against the first: at each peak that both finished at (matched peak), and each at its own best peak
 * with fresh seeds (tuned against tuned). In shares of validation macro-F1.
 */
export function shapeDifferences({ results }: ScheduleComparison): ShapeDifference[] {
  const [reference, ...others] = results;
  const matched = reference.sweep.points.flatMap((point, i) =>
    others.map((other) => ({
      panel: `both at peak ${rateText(point.rate)}`,
      name: other.name,
      difference: macroF1Difference(point, other.sweep.points[i]),
    })),
  );
  const tuned = others.map((other) => ({
    panel: "each at its best peak",
    name: other.name,
    difference: macroF1Difference(reference.fresh, other.fresh),
  }));
  return [...matched, ...tuned];
}

/** Who wins, and under which fairness: Markdown, computed from the runs. */
export function sayComparison(comparison: ScheduleComparison): string {
  const [reference, ...others] = comparison.results;
  const differences = shapeDifferences(comparison);
  const lines = others.map((other) => {
    const own = differences.filter(({ name }) => name === other.name);
    const hottest = own[own.length - 2];
    const tuned = own[own.length - 1];
    const peaks =
      other.band.best.rate === reference.band.best.rate
        ? `Both do best at peak ${rateText(other.band.best.rate)}`
        : `Its best peak is ${rateText(other.band.best.rate)}, that of ${reference.name} ${rateText(reference.band.best.rate)}`;
    return (
      `- **${other.name}**: ${hottest.panel} it is worth ${differenceText(hottest.difference)} of validation macro-F1 ` +
      `over ${reference.name} (${told(hottest.difference)}). ${peaks}; tuned against tuned it is worth ` +
      `${differenceText(tuned.difference)} (${told(tuned.difference)}).`
    );
  });
  const edges = comparison.results.filter(({ band }) => band.atEdge !== null);
  if (edges.length > 0) {
    lines.push(
      `\nThe best peak of ${listed(edges.map(({ name }) => name))} lies at the edge of the peaks tried: ` +
        "run again with other `peaks` before you rely on it.",
    );
  }
  return lines.join("\n");
}

/** The shape with the highest validation macro-F1 on the fresh seeds. */
export function bestShape({ results }: ScheduleComparison): ShapeResult {
  return results.reduce((a, b) => (b.fresh.macroF1.mean > a.fresh.macroF1.mean ? b : a));
}

function told({ low, high }: Estimate): string {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "cannot be told apart";
}
