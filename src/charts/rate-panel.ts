import { type Layer, type Panel, seriesLegend } from "./frame";
import { round, unique } from "./numbers";
import { annotations, edgeLayer, type RateRow } from "./rate-marks";
import { broke, type Measure, medians, type RateChartOptions, type RateSeries } from "./rate-points";
import { seriesScales } from "./series";

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

/** Loss or quality against the rate. */
export function ratePanel(
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
      const outcome: RateRow["outcome"] = lost
        ? "diverged"
        : point[measure] > high
          ? "above the axis"
          : "finished";
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
