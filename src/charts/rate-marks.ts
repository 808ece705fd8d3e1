import { LABEL, type Layer } from "./frame";
import { listed, readable, unique } from "./numbers";
import type { Measure, RateChartOptions } from "./rate-points";
import { CROSS } from "./series";
import { NEUTRAL } from "./theme";

/** One run of a rate chart, as its panels draw it. */
export interface RateRow {
  readonly series: string;
  readonly rate: number;
  readonly outcome: "finished" | "diverged" | "above the axis";
}

const EDGE_MARKS = {
  diverged: { shape: CROSS, sign: "\u00d7 diverged" },
  "above the axis": { shape: "triangle-up", sign: "\u25b3 above the axis" },
} as const;

/**
 * Crosses (diverged) and arrows (worse than the axis reaches) along the bad edge, one line a series so that
 * none covers another; named once, and in the loss panel with how many of the runs they stand for ("2/3").
 */
export function edgeLayer(
  rows: readonly RateRow[],
  measure: Measure,
  height: number,
  { x, color, tooltip }: { x: object; color: object; tooltip: object[] },
): Layer[] {
  const labels = [...new Set(rows.map(({ series }) => series))];
  const lost = rows.filter(({ outcome }) => outcome !== "finished");
  if (lost.length === 0) return [];
  const bottom = measure === "macroF1";
  const y = (series: number) => ({ value: bottom ? height - 6 - 11 * series : 6 + 11 * series });
  const layers: object[] = labels.flatMap((series, i) =>
    (["diverged", "above the axis"] as const).flatMap((outcome) => {
      const values = lost.filter((row) => row.series === series && row.outcome === outcome);
      if (values.length === 0) return [];
      const counts = unique(values.map(({ rate }) => rate)).map((rate) => {
        const here = values.filter((row) => row.rate === rate).length;
        return {
          rate,
          words: `${here}/${rows.filter((row) => row.series === series && row.rate === rate).length}`,
        };
      });
      const marks = {
        data: { values },
        mark: { type: "point", shape: EDGE_MARKS[outcome].shape, size: 46, strokeWidth: 2, opacity: 1 },
        encoding: { x, y: y(i), color, tooltip },
      };
      const words = {
        data: { values: counts },
        mark: { ...LABEL, fontSize: 10, align: "left", baseline: "middle", dx: 7 },
        encoding: { x, y: y(i), text: { field: "words", type: "nominal" } },
      };
      return bottom ? [marks] : [marks, words];
    }),
  );
  const signs = [...new Set(lost.map(({ outcome }) => EDGE_MARKS[outcome as keyof typeof EDGE_MARKS].sign))];
  const first = Math.min(...lost.map(({ rate }) => rate));
  // Left of the first mark there is room, except where the lowest rate is among the lost.
  const inside = first > Math.min(...rows.map(({ rate }) => rate));
  layers.push({
    data: { values: [{ rate: first, words: listed(signs) }] },
    mark: { ...LABEL, align: inside ? "right" : "left", baseline: "middle", dx: inside ? -10 : 28 },
    encoding: { x, y: y(0), text: { field: "words", type: "nominal" } },
  });
  return layers as Layer[];
}

/** The shaded band and the rule at the chosen rate, with words in the upper panel. */
export function annotations(measure: Measure, { band, chosen }: RateChartOptions, x: object): Layer[] {
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
