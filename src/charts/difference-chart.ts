import { InputError } from "../errors";
import type { Chart } from "./chart";
import { differenceWords, outcomeOf, outcomes } from "./difference-outcome";
import { frame, type Layer, type Panel } from "./frame";
import { intervalLayers, rowAt, rowsHeight } from "./interval-layers";
import { round } from "./numbers";
import { NEUTRAL } from "./theme";

/** A difference with its interval. */
export interface DifferenceRow {
  /** The plot that the row belongs to, e.g. "matched peak". */
  readonly panel: string;
  readonly label: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Default: the chart's unit. */
  readonly unit?: string;
}

/** The words of a {@link differenceChart}. */
export interface DifferenceChartOptions {
  /** The question. */
  readonly title: string;
  /** The answer; computed by the caller, who knows what the differences mean. */
  readonly subtitle: string;
  /** Unit and direction of the axis, e.g. "points of macro-F1, cosine minus constant". */
  readonly unit: string;
  /** A harm up to this size is tolerated: a rule at minus the margin (at plus where lower is better). */
  readonly margin?: number;
  /** Default "higher". */
  readonly better?: "higher" | "lower";
  /** What the colour of a row compares its interval with; default "zero". */
  readonly against?: "zero" | "margin";
}

/** Beside a longer label the numbers of the interval have no room on a phone; its line and tooltip tell it. */
const LONGEST = 26;

/**
 * Is there a difference? Means with their intervals around 0, one panel a comparison, all on one scale; the
 * rows keep their order. Blue disc: the interval is on the better side of 0 (or of the margin, where it is held
 * against that); vermillion triangle: on the worse side; grey square: it contains it.
 *
 * @throws InputError without rows, or for a row whose numbers are not finite and ordered low <= mean <= high
 * @example
 * differenceChart([{ panel: "matched peak", label: "cosine", mean: -4, low: -5.1, high: -2.9 }],
 *   { title: "Does decay win?", subtitle: "Not at the same peak.", unit: "points of macro-F1" })
 */
export function differenceChart(rows: readonly DifferenceRow[], options: DifferenceChartOptions): Chart {
  if (rows.length === 0) throw new InputError("differenceChart: give at least one row");
  for (const { label, low, mean, high } of rows) {
    if (!(Number.isFinite(low) && Number.isFinite(high) && low <= mean && mean <= high)) {
      throw new InputError(
        `differenceChart: "${label}" needs finite low <= mean <= high, found ${low}, ${mean}, ${high}`,
      );
    }
  }
  const names = [...new Set(rows.map(({ panel }) => panel))];
  const margin = options.margin ?? 0;
  const reach = 1.12 * Math.max(margin, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const domain: [number, number] = [round(-reach || -1), round(reach || 1)];
  const panels = names.map((name, i) =>
    panel(
      names.length > 1 ? name : undefined,
      rows.filter((row) => row.panel === name),
      domain,
      options,
      i === names.length - 1,
    ),
  );
  const each = rows.map(
    (row) =>
      `${names.length > 1 ? `${row.panel}, ` : ""}${row.label}: ${differenceWords(row)}, ${outcomeOf(row, options)}`,
  );
  const alt = `Differences with intervals, in ${options.unit}. ${options.subtitle} ${sentence(each)}`;
  return frame({ title: options.title, answer: options.subtitle, alt }, panels);
}

function sentence(parts: readonly string[]): string {
  return parts.length <= 12 ? `${parts.join("; ")}.` : `The first rows: ${parts.slice(0, 12).join("; ")}.`;
}

function panel(
  title: string | undefined,
  rows: readonly DifferenceRow[],
  domain: readonly [number, number],
  options: DifferenceChartOptions,
  last: boolean,
): Panel {
  const narrow = rows.some(({ label }) => label.length > LONGEST);
  const values = rows.map((row, i) => ({
    row: rowAt(i),
    label: row.label,
    mean: round(row.mean),
    low: round(row.low),
    high: round(row.high),
    outcome: outcomeOf(row, options),
    words: differenceWords(row, narrow),
    whole: differenceWords(row),
  }));
  const height = rowsHeight(rows.length);
  const x = {
    field: "mean",
    type: "quantitative" as const,
    scale: { domain: [...domain], nice: false },
    axis: {
      title: last ? sentenceCase(options.unit) : null,
      tickCount: 5,
      labelExpr: "datum.value === 0 ? '0' : format(datum.value, '+~g')",
      grid: true,
      labels: last,
      ticks: last,
      domain: last,
    },
  };
  const tooltip = [
    { field: "label", type: "nominal" as const, title: "row" },
    { field: "whole", type: "nominal" as const, title: "difference" },
    { field: "outcome", type: "nominal" as const },
  ];
  const layer: Layer[] = [
    rule(0, [1, 0], x),
    ...(options.margin
      ? [rule(options.better === "lower" ? options.margin : -options.margin, [3, 3], x)]
      : []),
    ...intervalLayers(values, x, outcomes(options), tooltip),
  ];
  return { height, ...(title === undefined ? {} : { title }), layer };
}

function rule(at: number, strokeDash: number[], x: object): Layer {
  return {
    data: { values: [{ mean: at }] },
    mark: { type: "rule", color: NEUTRAL, strokeDash, strokeWidth: 1, tooltip: null },
    encoding: { x },
  } as Layer;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
