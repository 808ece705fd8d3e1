import { InputError } from "../errors";
import type { Chart } from "./chart";
import { differenceChart, type DifferenceRow } from "./difference-chart";
import { outcomeOf } from "./difference-outcome";
import { count, cut, listed, readable, signed } from "./numbers";

/** What a change of models does to one slice. */
export interface SliceRow {
  readonly slice: string;
  /** Messages of the slice in the split that was looked at. */
  readonly messages: number;
  /** Candidate minus baseline, in points, with its interval. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** false: too small to rest a verdict on, so it gets a plot of its own; default true. */
  readonly judged?: boolean;
}

/** How {@link sliceChart} reads its rows. */
export interface SliceChartOptions {
  /** Points that a slice may lose; default 2. */
  readonly margin?: number;
  /** What is compared; default "points of accuracy, candidate minus baseline". */
  readonly unit?: string;
}

/** Longer labels would leave no room for the numbers, and a slice's name is a person's text: it is cut. */
const LONGEST_LABEL = 26;
const LONGEST_NAME = 40;

/**
 * Who pays for the gain? The difference of each slice with its interval, the most harmed first, held against the
 * margin (dashed); n is its number of messages. Blue disc: the whole interval is within the margin; vermillion
 * triangle: all of it is beyond; grey square: it cannot be told. Slices that are too small to be judged have a plot of
 * their own.
 *
 * @throws InputError without rows, for a margin that is not above 0, or for a row whose numbers are not finite and
 *   ordered low <= mean <= high (one seed gives no interval)
 * @example
 * sliceChart([{ slice: "negation", messages: 511, mean: -3.1, low: -4, high: -2.2 }], { margin: 2 })
 */
export function sliceChart(rows: readonly SliceRow[], options: SliceChartOptions = {}): Chart {
  const { margin = 2, unit = "points of accuracy, candidate minus baseline" } = options;
  if (rows.length === 0) throw new InputError("sliceChart: give at least one slice");
  if (!(margin > 0)) throw new InputError(`sliceChart: the margin must be above 0 points, found ${margin}`);
  for (const { slice, low, mean, high } of rows) {
    if (!(Number.isFinite(low) && Number.isFinite(high) && low <= mean && mean <= high)) {
      throw new InputError(
        `sliceChart: slice "${cut(slice, LONGEST_NAME)}" needs a finite interval, low <= mean <= high (two seeds or ` +
          `more), found ${low}, ${mean}, ${high}`,
      );
    }
  }
  const sorted = [...rows].sort(
    (a, b) =>
      Number(b.judged ?? true) - Number(a.judged ?? true) || a.mean - b.mean || (a.slice < b.slice ? -1 : 1),
  );
  const bars = sorted.map(
    ({ slice, messages, mean, low, high, judged = true }): DifferenceRow => ({
      panel: judged ? "Slices that are judged" : "Too small to be judged",
      label: labelOf(slice, messages),
      mean,
      low,
      high,
    }),
  );
  return differenceChart(bars, {
    title: "Who pays for the gain?",
    subtitle: answerOf(sorted, margin),
    unit,
    margin,
    against: "margin",
  });
}

/** Which of the judged slices lose more than the margin, which cannot be told, and that the rest keeps within it. */
function answerOf(rows: readonly SliceRow[], margin: number): string {
  const judged = rows.filter((row) => row.judged ?? true);
  const left = rows.length - judged.length;
  const small =
    left === 0 ? "" : ` ${count(left, "slice")} ${left === 1 ? "is" : "are"} too small to be judged.`;
  if (judged.length === 0) return `No slice is large enough to be judged.${small}`;
  const told = (outcome: string): SliceRow[] =>
    judged.filter(
      (row) =>
        outcomeOf(
          { ...row, panel: "", label: "" },
          { title: "", subtitle: "", unit: "", margin, against: "margin" },
        ) === outcome,
    );
  const [harmed, unclear] = [told("beyond the margin"), told("cannot be told")];
  const points = `${readable(margin)} point${margin === 1 ? "" : "s"}`;
  const names = (some: readonly SliceRow[]): string =>
    listed(some.map(({ slice, mean }) => `${cut(slice, LONGEST_NAME)} (${signed(mean)})`));
  const rest = judged.length - harmed.length - unclear.length;
  const parts = [
    harmed.length > 0
      ? `More than ${points} are lost on ${names(harmed)}`
      : `No slice is shown to lose more than ${points}`,
    ...(unclear.length > 0 ? [`on ${names(unclear)} it cannot be told`] : []),
    ...(rest > 0
      ? [`${rest} of ${count(judged.length, "slice")} ${rest === 1 ? "keeps" : "keep"} within that`]
      : []),
  ];
  return `${parts.join("; ")}.${small}`;
}

function labelOf(slice: string, messages: number): string {
  const size = `, n = ${messages.toLocaleString("en-US")}`;
  return `${cut(slice, LONGEST_LABEL - size.length)}${size}`;
}
