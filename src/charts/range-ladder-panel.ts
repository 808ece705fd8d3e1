import { mean } from "simple-statistics";
import type { RangeTest } from "../tuning";
import type { Layer, Panel } from "./frame";
import { round } from "./numbers";
import { edgeLayer } from "./rate-marks";
import { seriesScales } from "./series";
import { NEUTRAL } from "./theme";

const HEIGHT = 150;
const NAME = "whole runs";

/** Macro-F1 at the end of the whole runs against their rate: a point a seed, a line through the means. */
export function ladderPanel({ ladder, answer }: RangeTest): Panel {
  const rows = ladder.flatMap(({ rate, runs }) =>
    runs.map(({ record }) => {
      const { validation } = record.evaluations[record.evaluations.length - 1];
      const outcome = record.status === "diverged" ? ("diverged" as const) : ("finished" as const);
      return { series: NAME, rate, seed: record.spec.seeds.order, outcome, f1: round(validation.macroF1) };
    }),
  );
  const finished = rows.filter(({ outcome }) => outcome === "finished");
  const line = ladder
    .filter(({ diverged }) => diverged === 0)
    .map(({ rate }) => ({
      rate,
      f1: round(mean(finished.filter((row) => row.rate === rate).map(({ f1 }) => f1))),
    }));
  const rates = ladder.map(({ rate }) => rate);

  const scales = seriesScales([NAME]);
  const x = {
    field: "rate",
    type: "quantitative" as const,
    scale: {
      type: "log" as const,
      domain: [round(Math.min(...rates) / 1.25), round(Math.max(...rates) * 1.25)],
      nice: false,
    },
    axis: {
      title: "Constant rate (log scale; ticks are the rates tried)",
      values: rates,
      format: ".3~g",
      labelOverlap: "greedy" as const,
      labelSeparation: 3,
    },
  };
  const y = {
    field: "f1",
    type: "quantitative" as const,
    scale: { domain: scoreDomain(finished.map(({ f1 }) => f1)), nice: false },
    axis: { title: "Macro-F1 on validation, at the end" },
  };
  const color = { field: "series", type: "nominal" as const, scale: scales.color, legend: null };
  const tooltip = [
    { field: "rate", type: "quantitative" as const, format: ".3~g" },
    { field: "seed", type: "nominal" as const },
    { field: "outcome", type: "nominal" as const },
    { field: "f1", type: "quantitative" as const, title: "macro-F1", format: ".3~f" },
  ];
  const layer: object[] = [
    ...suggestion(answer, x),
    {
      data: { values: line },
      mark: { type: "line", color: scales.color.range[0], tooltip: null },
      encoding: { x, y },
    },
    {
      data: { values: finished },
      mark: { type: "point", filled: true, size: 34, opacity: 0.6 },
      encoding: { x, y, color, tooltip },
    },
    ...edgeLayer(rows, "macroF1", HEIGHT, { x, color, tooltip }),
  ];
  return { height: HEIGHT, layer: layer as Layer[] };
}

/** From a little below the lowest to a little above the highest: differences of a point must show. */
function scoreDomain(scores: readonly number[]): [number, number] {
  if (scores.length === 0) return [0, 1];
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const room = Math.max(0.02, 0.15 * (high - low));
  return [round(Math.max(0, low - room), 3), round(Math.min(1, high + room), 3)];
}

/** The rule and the band of the suggestion; the panel above names them. */
function suggestion(answer: RangeTest["answer"], x: object): object[] {
  if (answer === null) return [];
  const { rate, low, high } = answer;
  const rule = {
    data: { values: [{ rate }] },
    mark: { type: "rule", color: NEUTRAL, strokeDash: [3, 3], strokeWidth: 1.5, tooltip: null },
    encoding: { x },
  };
  if (low === null || high === null) return [rule];
  const band = {
    data: { values: [{ rate: low, to: high }] },
    mark: { type: "rect", clip: true, color: NEUTRAL, opacity: 0.25, tooltip: null },
    encoding: { x, x2: { field: "to" } },
  };
  return [band, rule];
}
