import { median } from "simple-statistics";
import { InputError } from "../errors";
import type { Chart } from "./chart";
import { frame, LABEL, type Layer, type Panel, seriesLegend } from "./frame";
import { count, listed, readable, round, unique } from "./numbers";
import { CROSS, seriesScales } from "./series";
import { NEUTRAL } from "./theme";

/** What one run at one rate came to. */
export interface RatePoint {
  readonly rate: number;
  readonly seed: number;
  /** Nats; may be NaN or infinite for a diverged run. */
  readonly validationLoss: number;
  /** 0 to 1, on the validation split. */
  readonly macroF1: number;
  readonly diverged: boolean;
}

export interface RateSeries {
  readonly label: string;
  readonly points: readonly RatePoint[];
}

export interface RateChartOptions {
  /** Default: "Which rates are as good as the best?" */
  readonly title?: string;
  /** Title of the quality axis; default "Macro-F1 on validation". */
  readonly qualityLabel?: string;
  /** The rates that cannot be told from the best, shaded. */
  readonly band?: { readonly low: number; readonly high: number };
  /** The rate that was chosen, as a rule. */
  readonly chosen?: number;
}

type Measure = "validationLoss" | "macroF1";

/**
 * Which rates are as good as the best? Validation loss and macro-F1 against the rate, on a log axis whose
 * ticks are the tested rates: a point for every seed, a line through the medians, a cross at the bad edge for
 * a diverged run (it counts as worst in the median, so the line ends where half of the seeds diverge).
 *
 * @param series one a schedule or setting; rates must be > 0
 * @param options band and chosen rate, in the same unit as the rates
 * @throws InputError without points or for a rate that is not > 0
 * @example
 * rateChart([{ label: "constant", points }], { band: { low: 0.1, high: 1 }, chosen: 0.3 })
 */
export function rateChart(series: readonly RateSeries[], options: RateChartOptions = {}): Chart {
  const points = series.flatMap(({ points }) => points);
  if (points.length === 0) throw new InputError("rateChart: give at least one series with points");
  for (const { rate } of [...points, ...(options.chosen === undefined ? [] : [{ rate: options.chosen }])]) {
    if (!(rate > 0 && Number.isFinite(rate)))
      throw new InputError(`rateChart: a rate must be > 0, found ${rate}`);
  }
  const labels = series.map(({ label }) => label);
  if (new Set(labels).size < labels.length)
    throw new InputError(`rateChart: two series share a label: ${listed(labels)}`);
  const panels = [
    panel("validationLoss", "Validation loss (nats)", series, options),
    panel("macroF1", options.qualityLabel ?? "Macro-F1 on validation", series, options),
  ];
  const answer = describe(series, options);
  const rates = unique(points.map(({ rate }) => rate));
  const alt =
    `Validation loss and macro-F1 against the learning rate on a log axis, ${count(points.length, "run")} at ` +
    `${count(rates.length, "rate")} from ${readable(rates[0])} to ${readable(rates[rates.length - 1])}. ${answer}`;
  return frame(
    { title: options.title ?? "Which rates are as good as the best?", answer, alt, series: labels },
    panels,
  );
}

/** Median over the seeds of each rate, diverged runs counted as worst; infinite where half diverged. */
function medians({ points }: RateSeries, measure: Measure): { rate: number; value: number }[] {
  const worst = measure === "macroF1" ? -Infinity : Infinity;
  return unique(points.map(({ rate }) => rate)).map((rate) => {
    const values = points
      .filter((point) => point.rate === rate)
      .map((point) => (broke(point) ? worst : point[measure]));
    return { rate, value: median(values) };
  });
}

function broke({ diverged, validationLoss, macroF1 }: RatePoint): boolean {
  return diverged || !Number.isFinite(validationLoss) || !Number.isFinite(macroF1);
}

/** The axis: quality from 0 to 1; loss up to a little above the slowest rates, which have hardly learned. */
function domainOf(measure: Measure, series: readonly RateSeries[]): [number, number] {
  const finite = series.flatMap(({ points }) =>
    points.filter((point) => !broke(point)).map((point) => point[measure]),
  );
  if (finite.length === 0) return [0, 1];
  if (measure === "macroF1") return [0, Math.min(1, Math.ceil(Math.max(...finite) * 10 + 0.5) / 10)];
  const slowest = series.map((one) => medians(one, measure)[0].value).filter(Number.isFinite);
  const useful = Math.max(...slowest, 2 * Math.min(...finite));
  return [0, round(1.15 * Math.min(Math.max(...finite), 1.5 * useful), 3)];
}

function panel(
  measure: Measure,
  title: string,
  series: readonly RateSeries[],
  options: RateChartOptions,
): Panel {
  const height = 170;
  const labels = series.map(({ label }) => label);
  const scales = seriesScales(labels);
  const [low, high] = domainOf(measure, series);
  const rates = unique(series.flatMap(({ points }) => points.map(({ rate }) => rate)));
  const shown = [
    ...rates,
    ...(options.band ? [options.band.low, options.band.high] : []),
    ...(options.chosen ? [options.chosen] : []),
  ];
  const legend = seriesLegend(labels, false);
  const x = {
    field: "rate",
    type: "quantitative" as const,
    scale: {
      type: "log" as const,
      domain: [round(Math.min(...shown) / 1.25), round(Math.max(...shown) * 1.25)],
      nice: false,
    },
    axis: {
      title: measure === "macroF1" ? "Learning rate (log scale; ticks are the tested rates)" : null,
      values: rates,
      format: ".3~g",
      labelOverlap: "greedy" as const,
      labelSeparation: 3,
    },
  };
  const y = {
    field: "y",
    type: "quantitative" as const,
    scale: { domain: [low, high], nice: false, clamp: true },
    axis: { title },
  };
  const color = { field: "series", type: "nominal" as const, scale: scales.color, legend };
  const rows = series.flatMap(({ label, points }) =>
    points.map((point) => {
      const lost = broke(point);
      const edge = measure === "macroF1" ? low : high;
      const outcome = lost ? "diverged" : point[measure] > high ? "above the axis" : "finished";
      return {
        series: label,
        rate: point.rate,
        seed: point.seed,
        outcome,
        y: outcome === "finished" ? round(point[measure]) : edge,
        loss: round(point.validationLoss),
        f1: round(point.macroF1),
      };
    }),
  );
  const tooltip = [
    ...(labels.length > 1 ? [{ field: "series", type: "nominal" as const, title: "runs" }] : []),
    { field: "rate", type: "quantitative" as const, format: ".3~g" },
    { field: "seed", type: "nominal" as const },
    { field: "outcome", type: "nominal" as const },
    { field: "loss", type: "quantitative" as const, title: "validation loss", format: ".3~f" },
    { field: "f1", type: "quantitative" as const, title: "macro-F1", format: ".3~f" },
  ];
  const line = series.flatMap((one) =>
    medians(one, measure)
      .filter(({ value }) => Number.isFinite(value))
      .map(({ rate, value }) => ({ series: one.label, rate, y: round(value) })),
  );
  const layer: Layer[] = [
    ...annotations(measure, options, x),
    {
      data: { values: line },
      mark: { type: "line", clip: true, tooltip: null },
      encoding: {
        x,
        y,
        color,
      },
    },
    {
      data: { values: rows.filter(({ outcome }) => outcome === "finished") },
      mark: { type: "point", filled: true, size: 34, opacity: 0.6 },
      encoding: {
        x,
        y,
        color,
        shape: { field: "series", type: "nominal", scale: scales.shape, legend },
        tooltip,
      },
    },
    ...edgeLayer(rows, measure, height, { x, color, tooltip }),
  ];
  return { height, layer };
}

/** Crosses (diverged) and arrows (worse than the axis reaches) at the bad edge, named once. */
function edgeLayer(
  rows: readonly { outcome: string; rate: number }[],
  measure: Measure,
  height: number,
  { x, color, tooltip }: { x: object; color: object; tooltip: object[] },
): Layer[] {
  const values = rows.filter(({ outcome }) => outcome !== "finished");
  if (values.length === 0) return [];
  const bottom = measure === "macroF1";
  const names = unique(values.map(({ rate }) => rate));
  const words = listed([
    ...new Set(
      values.map(({ outcome }) => (outcome === "diverged" ? "\u00d7 diverged" : "\u25b3 above the axis")),
    ),
  ]);
  const marks = (["diverged", "above the axis"] as const).map((outcome) => ({
    data: { values: values.filter((row) => row.outcome === outcome) },
    mark: {
      type: "point",
      shape: outcome === "diverged" ? CROSS : "triangle-up",
      size: 46,
      strokeWidth: 2,
      opacity: 1,
    },
    encoding: { x, y: { value: bottom ? height - 6 : 6 }, color, tooltip },
  }));
  return [
    ...marks.filter(({ data }) => data.values.length > 0),
    {
      data: { values: [{ rate: names[0], words }] },
      mark: {
        ...LABEL,
        align: "right",
        baseline: "middle",
        dx: -10,
      },
      encoding: { x, y: { value: bottom ? height - 6 : 6 }, text: { field: "words", type: "nominal" } },
    },
  ] as Layer[];
}

/** The shaded band and the rule at the chosen rate, with words in the upper panel. */
function annotations(measure: Measure, { band, chosen }: RateChartOptions, x: object): Layer[] {
  const layers: object[] = [];
  if (band) {
    const values = [{ rate: band.low, to: band.high }];
    layers.push({
      data: { values },
      mark: { type: "rect", color: NEUTRAL, opacity: 0.16, tooltip: null },
      encoding: { x, x2: { field: "to" } },
    });
  }
  if (chosen !== undefined) {
    const values = [{ rate: chosen, words: `chosen ${readable(chosen)}` }];
    layers.push({
      data: { values },
      mark: { type: "rule", color: NEUTRAL, strokeDash: [3, 3], strokeWidth: 1.5, tooltip: null },
      encoding: { x },
    });
    if (measure === "macroF1") {
      layers.push({
        data: { values },
        mark: { ...LABEL, align: "center", baseline: "bottom", dy: -3 },
        encoding: { x, y: { value: 0 }, text: { field: "words", type: "nominal" } },
      });
    }
  }
  return layers as Layer[];
}

/** The width of a band in decades: log10 of its ends' ratio. */
function decades({ low, high }: { low: number; high: number }): string {
  const width = Math.log10(high / low).toFixed(1);
  return `${width} decade${width === "1.0" ? "" : "s"}`;
}

function describe(series: readonly RateSeries[], { band }: RateChartOptions): string {
  const best = series.map((one) => {
    const loss = medians(one, "validationLoss").reduce((a, b) => (b.value < a.value ? b : a));
    const f1 = medians(one, "macroF1").reduce((a, b) => (b.value > a.value ? b : a));
    const name = series.length > 1 ? `${one.label}: ` : "";
    if (!Number.isFinite(loss.value)) return `${name}half of the runs or more diverged at every rate`;
    return loss.rate === f1.rate
      ? `${name}${readable(loss.rate)} is best, loss ${readable(loss.value)} and macro-F1 ${readable(f1.value)}`
      : `${name}lowest loss ${readable(loss.value)} at ${readable(loss.rate)}, highest macro-F1 ${readable(f1.value)} at ${readable(f1.rate)}`;
  });
  const parts = [`${series.length > 1 ? "" : "Median over seeds: "}${best.join("; ")}.`];
  if (band && band.low < band.high) {
    parts.push(
      `Shaded: ${readable(band.low)} to ${readable(band.high)} (${decades(band)}) cannot be told from the best.`,
    );
  } else if (band) parts.push(`Only ${readable(band.low)} stands out: every other tested rate is worse.`);
  const all = series.flatMap(({ points }) => points);
  const lost = all.filter(broke);
  if (lost.length > 0) {
    const from = readable(Math.min(...lost.map(({ rate }) => rate)));
    parts.push(`${lost.length} of ${count(all.length, "run")} diverged, from rate ${from} on.`);
  }
  return parts.join(" ");
}
