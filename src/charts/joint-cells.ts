import type { JointStudy } from "../tuning";
import { LABEL } from "./frame";
import { readable, round } from "./numbers";
import { CROSS } from "./series";
import { NEUTRAL } from "./theme";

/** Cividis (Nuñez et al. 2018): even steps of lightness, the same to colour-blind eyes. */
const CIVIDIS = ["#00224e", "#2a3f6d", "#575d6d", "#7d7c78", "#a69d75", "#d3c064", "#fee838"];
/** For marks on a cell's own colour, where the theme's text colour would not read. */
export const INK = "#111111";
export const PAPER = "#ffffff";
/** Points below the best cell that the colours tell apart: of a cell far below it nothing matters but that it is. */
const SPAN = 20;
/** More columns leave no room for numbers on a phone. */
const MOST_NUMBERS = 13;

/** One cell of the map, as it is drawn. */
interface Cell {
  readonly level: string;
  readonly rate: number;
  /** Its sides. */
  readonly from: number;
  readonly to: number;
  /** Mean macro-F1 in percent, and how many of the runs diverged. */
  readonly f1: number;
  readonly lost: number;
  readonly runs: number;
  /** Optimizer steps of a run. */
  readonly steps: number;
  /** The number in it. */
  readonly words: string;
}

/** The sides of the columns: halfway, on the log axis, between neighbouring rates. */
export function sidesOf(rates: readonly number[]): number[] {
  const inner = rates.slice(1).map((rate, i) => Math.sqrt(rate * rates[i]));
  const last = rates.length - 1;
  return [rates[0] ** 2 / inner[0], ...inner, rates[last] ** 2 / inner[last - 1]].map((side) => round(side));
}

/** The cells, and over the marks that are drawn on them, in `over`, their numbers. */
export function cellLayers(
  { plan, rows }: JointStudy,
  { x, y, words }: { readonly x: object; readonly y: object; readonly words: string },
  over: readonly object[],
): object[] {
  const sides = sidesOf(plan.rates);
  const cells = rows.flatMap(({ level, steps, cells }) =>
    cells.map(
      ({ rate, macroF1, diverged, runs }, i): Cell => ({
        level: readable(level),
        rate,
        from: sides[i],
        to: sides[i + 1],
        f1: round(100 * macroF1.mean, 4),
        lost: diverged,
        runs: runs.length,
        steps,
        words: diverged > 0 ? `${diverged}/${runs.length}` : (100 * macroF1.mean).toFixed(0),
      }),
    ),
  );
  const fine = cells.filter(({ lost }) => lost === 0);
  const broken = cells.filter(({ lost }) => lost > 0);
  const scale = colourScale(fine.map(({ f1 }) => f1));
  const [low, high] = scale.domain;
  const legend = {
    orient: "top",
    title: "Validation macro-F1 (%)",
    type: "symbol",
    symbolType: "square",
    symbolSize: 130,
    symbolStrokeColor: NEUTRAL,
    symbolStrokeWidth: 0.5,
    // Above the axis title.
    offset: 28,
    values: [0, 1, 2, 3, 4].map((fourth) => round(low + ((high - low) * fourth) / 4, 3)),
    labelExpr: `(datum.value <= ${low} ? '\u2264 ' : '') + datum.label`,
  };
  const color = { field: "f1", type: "quantitative", scale, legend };
  const box = { x: { ...x, field: "from" }, x2: { field: "to" }, y };
  const tooltip = [
    { field: "level", type: "nominal", title: words },
    { field: "rate", type: "quantitative", format: ".3~g" },
    { field: "f1", type: "quantitative", title: "macro-F1 %", format: ".1f" },
    { field: "lost", type: "quantitative", title: "diverged runs" },
    { field: "runs", type: "quantitative" },
    { field: "steps", type: "quantitative", title: "steps a run" },
  ];
  const coloured = {
    data: { values: fine },
    mark: { type: "rect" },
    encoding: { ...box, color, tooltip },
  };
  const empty = { type: "rect", filled: false, stroke: NEUTRAL, strokeDash: [2, 2], strokeWidth: 1 };
  const cross = { type: "point", shape: CROSS, size: 60, strokeWidth: 2, stroke: NEUTRAL, opacity: 1 };
  const crossed = [
    { data: { values: broken }, mark: empty, encoding: { ...box, tooltip } },
    { data: { values: broken }, mark: cross, encoding: { x, y, tooltip } },
  ];
  const number = (values: readonly Cell[], style: object, outline?: object): object[] =>
    values.length === 0 || plan.rates.length > MOST_NUMBERS
      ? []
      : [
          {
            data: { values },
            mark: { ...LABEL, fontSize: 10, align: "center", baseline: "middle", dy: -14, ...style },
            encoding: { x, y, text: { field: "words", type: "nominal" }, ...outline },
          },
        ];
  const light = (cell: Cell): boolean => cell.f1 >= (low + high) / 2;
  const on = (fill: string): object => ({ style: [], filled: true, fill });
  return [
    ...(fine.length > 0 ? [coloured] : []),
    ...(broken.length > 0 ? crossed : []),
    ...over,
    // An outline in the cell's colour keeps its number apart from the ridge behind it.
    ...number(fine, { style: [], stroke: undefined, strokeWidth: 4, strokeJoin: "round" }, { color }),
    ...number(
      fine.filter((cell) => !light(cell)),
      on(PAPER),
    ),
    ...number(fine.filter(light), on(INK)),
    ...number(broken, {}),
  ];
}

/** From so far below the best cell, or from the worst where all are nearer, up to the best. */
function colourScale(scores: readonly number[]) {
  const best = Math.max(...scores);
  const low = Math.max(best - SPAN, Math.min(...scores));
  const domain = scores.length > 0 ? [Math.floor(Math.min(low, best - 1)), Math.ceil(best)] : [0, 100];
  return { domain, range: CIVIDIS, clamp: true };
}
