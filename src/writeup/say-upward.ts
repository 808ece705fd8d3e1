import type { Finding as Found } from "./found";
import { macroF1Difference, type RateBand, type RatePoint, type UpwardAdjustment } from "../tuning";
import { counted, differenceText, percent, rateText, signedPoints } from "./words";

/** A row a rung, for a table. */
export function rungRows(way: UpwardAdjustment): Record<string, string | number>[] {
  return way.rungs.map(({ point, decision, reason }) => ({
    rate: point.rate,
    "validation loss": Number.isFinite(point.loss.mean) ? Number(point.loss.mean.toFixed(3)) : "not finite",
    "macro-F1 %": Number((100 * point.macroF1.mean).toFixed(1)),
    "diverged runs": point.diverged,
    decision,
    reason,
  }));
}

/** How the way up ended: Markdown, computed from its rungs. */
export function sayUpward(way: UpwardAdjustment): string {
  const start = way.rungs[0];
  const last = way.rungs[way.rungs.length - 1];
  const runs = way.rungs.reduce((sum, { point }) => sum + point.runs.length, 0);
  const cost = `It cost ${counted(runs, "run")} of at most ${way.plan.cost.runs}.`;
  if (way.rungs.length === 1 && way.edgeFound) {
    return (
      `The starting rate ${rateText(start.point.rate)} is already too high: ${last.reason}. ` +
      `Start lower (\`-p start=...\`) and run again. ${cost}`
    );
  }
  const gain = macroF1Difference(start.point, way.chosen);
  const end = way.edgeFound
    ? `The way up ended at ${rateText(last.point.rate)}: ${last.reason}.`
    : `Every rung was stable up to ${rateText(last.point.rate)}, the highest that the budget allowed: the edge was not found, so a higher rate may still be better.`;
  return (
    `From ${rateText(start.point.rate)} the best rung is **${rateText(way.chosen.rate)}**, ` +
    `worth ${differenceText(gain)} of validation macro-F1 over the start. ${end} ${cost}`
  );
}

/** The rates that are as good as the best: Markdown. */
export function sayBand(band: RateBand, within = 0.01): string {
  const edge =
    band.atEdge === null
      ? ""
      : ` The best rate is the ${band.atEdge === "low" ? "lowest" : "highest"} that was tried: widen the search before you rely on it.`;
  const range =
    band.low === band.high
      ? `No other rate that was tried comes within ${signedPoints(within, 0).slice(1)} point of ${rateText(band.best.rate)}.`
      : `Rates from ${rateText(band.low)} to ${rateText(band.high)} (${band.decades.toFixed(2)} decades) come within ` +
        `${signedPoints(within, 0).slice(1)} point of the best, ${rateText(band.best.rate)}.`;
  return range + edge;
}

/** What the recipe found. */
export function findingOfBand(band: RateBand, start: RatePoint): Found {
  const { best } = band;
  return {
    title: "Fixed rate, adjusted upward",
    chosen: `rate ${rateText(best.rate)}`,
    evidence:
      `validation macro-F1 ${percent(best.macroF1.mean)} over ${counted(best.runs.length, "seed")}, ` +
      `${differenceText(macroF1Difference(start, best))} against ${rateText(start.rate)}; ` +
      (band.low === band.high
        ? "no other rate that was tried is within a point"
        : `as good within a point: ${rateText(band.low)} to ${rateText(band.high)}`) +
      (band.atEdge === null ? "" : `; at the ${band.atEdge} edge of the search`),
  };
}
