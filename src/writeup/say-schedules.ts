import type { Estimate } from "../evaluation";
import type { FairComparison, Fairness, FairShape, ScheduleComparison, ShapeResult } from "../tuning";
import { saySensitivity } from "./say-sensitivity";
import { counted, differenceText, listed, percent, plain, rateText, signedPoints } from "./words";

/** One difference from the reference shape, under one kind of fairness. */
export interface ShapeDifference {
  readonly fairness: Fairness;
  /** The same in words: "matched peak: all at 0.2", "matched area: all at mean rate 0.2", "each at its best peak". */
  readonly panel: string;
  readonly name: string;
  readonly difference: Estimate;
}

/**
 * Every shape against the first with fresh seeds: at the first's best peak, at its mean rate there, and each at its own
 * best peak. In shares of validation macro-F1.
 */
export function shapeDifferences({ comparisons }: ScheduleComparison): ShapeDifference[] {
  return comparisons.flatMap(({ fairness, shapes }) =>
    shapes.flatMap(({ name, difference }) =>
      difference === null ? [] : [{ fairness, panel: panelOf(fairness, shapes[0]), name, difference }],
    ),
  );
}

/** A row a shape and kind of fairness, for `table`; scores in percent, differences in points with their 95% intervals. */
export function comparisonRows({ comparisons }: ScheduleComparison): Record<string, string | number>[] {
  return comparisons.flatMap(({ fairness, shapes }) =>
    shapes.map(({ name, peak, meanRate, point, difference }) => ({
      comparison: fairness,
      schedule: name,
      peak: Number(peak.toPrecision(3)),
      "mean rate": Number(meanRate.toPrecision(3)),
      "macro-F1 %": Number((100 * point.macroF1.mean).toFixed(1)),
      "diverged runs": point.diverged,
      "difference, points":
        difference === null ? "the reference" : `${shortText(difference)}, ${told(difference)}`,
    })),
  );
}

/**
 * Who wins, and under which fairness; how robust each is to its rate; what it cost: Markdown, computed from the runs.
 */
export function sayComparison(comparison: ScheduleComparison): string {
  const { results, comparisons, plan, cost } = comparison;
  const [reference, ...others] = results;
  const lines = others.map(
    ({ name }) =>
      `- **${plain(name)}** against ${plain(reference.name)}, validation macro-F1: ` +
      `${comparisons.map((one) => sayFair(one, name)).join("; ")}.`,
  );
  const edges = results.filter(({ band }) => band.atEdge !== null);
  const broken = comparisons.flatMap(({ fairness, shapes }) =>
    shapes.flatMap(({ name, point }) =>
      point.diverged === 0
        ? []
        : [`${point.diverged} of ${counted(point.runs.length, "run")} of ${plain(name)} (${fairness})`],
    ),
  );
  const remarks = [
    ...(broken.length > 0 ? [`With the fresh seeds diverged: ${listed(broken)}.`] : []),
    ...(edges.length > 0
      ? [
          `The best peak of ${listed(edges.map(({ name }) => plain(name)))} lies at the edge of the peaks tried: ` +
            "run again with other `peaks` before you rely on it.",
        ]
      : []),
    `The search spent ${counted(plan.searchRuns, "run")} on each schedule, the same for all; search and comparisons took ` +
      `${counted(cost.runs, "run")}, ${cost.steps.toLocaleString("en-US")} optimizer steps.`,
  ];
  return [
    ...(lines.length > 0 ? [lines.join("\n")] : [sayAlone(reference)]),
    saySensitivity(comparison),
    remarks.join(" "),
  ].join("\n\n");
}

/** The shape with the highest validation macro-F1 on the fresh seeds. */
export function bestShape({ results }: Pick<ScheduleComparison, "results">): ShapeResult {
  return results.reduce((a, b) => (b.fresh.macroF1.mean > a.fresh.macroF1.mean ? b : a));
}

function sayFair({ fairness, shapes }: FairComparison, name: string): string {
  const [reference] = shapes;
  const { peak, meanRate, difference } = shapes.find((shape) => shape.name === name) as FairShape;
  const where = {
    "matched peak": `matched peak ${rateText(peak)} (mean rate ${beside(meanRate, reference.meanRate)})`,
    "matched area": `matched area (mean rate ${rateText(meanRate)}, its peak ${rateText(peak)})`,
    "tuned against tuned": `tuned against tuned (peak ${beside(peak, reference.peak)})`,
  }[fairness];
  return `${where} ${differenceText(difference as Estimate)}, ${told(difference as Estimate)}`;
}

/** "0.2, not 0.4", or "0.2 for both" where the reference has the same. */
function beside(own: number, reference: number): string {
  const [a, b] = [rateText(own), rateText(reference)];
  return a === b ? `${a} for both` : `${a}, not ${b}`;
}

function sayAlone({ name, fresh, band }: ShapeResult): string {
  return (
    `**${plain(name)}** alone, with nothing to compare: at its best peak ${rateText(band.best.rate)} validation macro-F1 ` +
    `is ${percent(fresh.macroF1.mean)} with fresh seeds.`
  );
}

/** "+1.2 (−0.3 to +2.7)" */
function shortText({ mean, low, high }: Estimate): string {
  const interval = Number.isFinite(low) ? ` (${signedPoints(low)} to ${signedPoints(high)})` : "";
  return `${signedPoints(mean)}${interval}`;
}

function panelOf(fairness: Fairness, { peak, meanRate }: FairShape): string {
  return {
    "matched peak": `matched peak: all at ${rateText(peak)}`,
    "matched area": `matched area: all at mean rate ${rateText(meanRate)}`,
    "tuned against tuned": "each at its best peak",
  }[fairness];
}

function told({ low, high }: Estimate): string {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "cannot be told apart";
}
