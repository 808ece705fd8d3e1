import { InputError } from "../errors";
import type { FairComparison, FairShape, ScheduleComparison } from "../tuning";
import type { Chart } from "./chart";
import { differenceChart, type DifferenceRow } from "./difference-chart";
import { outcomeOf } from "./difference-outcome";
import { cut, listed, readable } from "./numbers";

/** Of a longer name a phone has no room for more. */
const LONGEST_NAME = 36;

/**
 * Which schedule is better, and under which fairness? Validation macro-F1 minus the reference's with its interval, one
 * row a schedule, in three panels on one scale: at the same peak, at the same mean rate, and each at its own best peak.
 *
 * @param options.title default names the reference
 * @throws InputError for a comparison of one schedule, or with one fresh seed, which gives no interval
 * @example comparisonChart(await compareSchedules(features))
 */
export function comparisonChart(
  { comparisons, results: [reference] }: Pick<ScheduleComparison, "comparisons" | "results">,
  options: { readonly title?: string } = {},
): Chart {
  const panels = comparisons.map((comparison) => ({
    title: panelTitle(comparison),
    fairness: comparison.fairness,
    rows: comparison.shapes.flatMap((shape) => rowOf(shape, panelTitle(comparison))),
  }));
  if (panels.every(({ rows }) => rows.length === 0)) {
    throw new InputError("comparisonChart: needs a schedule beside the reference to compare");
  }
  if (panels.some(({ rows }) => rows.some(({ low }) => !Number.isFinite(low)))) {
    throw new InputError("comparisonChart: one fresh seed gives no interval; compare with two or more");
  }
  const name = cut(reference.name, LONGEST_NAME);
  const words = { title: "", subtitle: "", unit: `points of validation macro-F1, over ${name}` };
  const answers = panels.map(({ fairness, rows }) => {
    const groups = ["better", "worse", "cannot be told"].flatMap((outcome) => {
      const names = rows.filter((row) => outcomeOf(row, words) === outcome).map(({ label }) => label);
      return names.length > 0 ? [`${listed(names)} ${outcome}`] : [];
    });
    return `${sentenceCase(fairness)}: ${groups.join("; ")}.`;
  });
  return differenceChart(
    panels.flatMap(({ rows }) => rows),
    {
      ...words,
      title: options.title ?? `Which schedule does better than ${name}, and under which fairness?`,
      subtitle: answers.join(" "),
    },
  );
}

/** What is the same for all shapes, with its value where there is one. */
function panelTitle({ fairness, shapes: [reference] }: FairComparison): string {
  const same = {
    "matched peak": `all at peak ${readable(reference.peak)}`,
    "matched area": `all at mean rate ${readable(reference.meanRate)}`,
    "tuned against tuned": "each at its best peak",
  }[fairness];
  return `${sentenceCase(fairness)}: ${same}`;
}

function rowOf({ name, difference }: FairShape, panel: string): DifferenceRow[] {
  if (difference === null) return [];
  const { mean, low, high } = difference;
  // One decimal, as the words have it: a tenth of a point is less than a message.
  const points = (share: number): number => Math.round(1000 * share) / 10;
  return [
    { panel, label: cut(name, LONGEST_NAME), mean: points(mean), low: points(low), high: points(high) },
  ];
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
