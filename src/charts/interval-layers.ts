import { LABEL, type Layer } from "./frame";
import { SIGN_COLOURS } from "./theme";

/** A row of intervals: where it lies, what stands beside it, and its outcome. */
export interface IntervalRow {
  /** Pixels from the top. */
  readonly row: number;
  readonly label: string;
  readonly words: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly outcome: string;
}

/** Pixels that a row takes: its words above its interval. */
const ROW = 40;

/** Where the interval of row `i` lies. */
export function rowAt(i: number): number {
  return i * ROW + 28;
}

/** The height of so many rows. */
export function rowsHeight(rows: number): number {
  return rows * ROW + 4;
}

/** The vertical channel of so many rows. */
export function rowScale(rows: number): object {
  return {
    field: "row",
    type: "quantitative",
    axis: null,
    scale: { domain: [rowsHeight(rows), 0], nice: false, zero: false },
  };
}

/**
 * Rows of a mean with its interval: name at the left and numbers at the right above a line and a mark, which is blue
 * and a disc where the outcome is the first of `outcomes` (good), vermillion and a triangle for the second (bad), grey
 * and a square for the third (unclear).
 *
 * @param x the horizontal channel, of the field `mean`
 */
export function intervalLayers(
  values: readonly IntervalRow[],
  x: { readonly field: string },
  outcomes: readonly string[],
  tooltip: readonly object[],
): Layer[] {
  const y = rowScale(values.length);
  const color = {
    field: "outcome",
    type: "nominal" as const,
    scale: {
      domain: [...outcomes],
      range: [SIGN_COLOURS.better, SIGN_COLOURS.worse, SIGN_COLOURS.unclear],
    },
    legend: null,
  };
  const shape = {
    field: "outcome",
    type: "nominal" as const,
    scale: { domain: [...outcomes], range: ["circle", "triangle-down", "square"] },
    legend: null,
  };
  const words = { ...LABEL, baseline: "bottom" as const, dy: -8 };
  const data = { values };
  return [
    {
      data,
      mark: { type: "rule", strokeWidth: 3, strokeCap: "round" },
      encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y, color, tooltip },
    },
    {
      data,
      mark: { type: "point", filled: true, size: 90, opacity: 1 },
      encoding: { x, y, color, shape, tooltip },
    },
    {
      data,
      mark: { ...words, align: "left", fontWeight: 600 },
      encoding: { x: { value: 0 }, y, text: { field: "label", type: "nominal" } },
    },
    {
      data,
      mark: { ...words, align: "right" },
      encoding: { x: { value: "width" }, y, text: { field: "words", type: "nominal" } },
    },
  ] as Layer[];
}
