import type { Carry } from "../tuning";
import type { Layer, Panel } from "./frame";
import { intervalLayers, rowAt, rowScale, rowsHeight } from "./interval-layers";
import { points } from "./joint-answer";
import { readable, round } from "./numbers";
import { NEUTRAL } from "./theme";

/** More would be a table. */
const SHOWN = 6;

const OUTCOMES = ["less than a point", "loses", "cannot be told"] as const;

/** What carrying a best rate to another level costs, in points, with its interval. */
export function carryPanel(dearest: readonly Carry[]): Panel {
  const shown = dearest.slice(0, SHOWN);
  const ends = shown.flatMap(({ lost }) => (lost === null ? [] : [100 * lost.low, 100 * lost.high]));
  const [low, high] = [Math.min(0, ...ends), Math.max(1, ...ends)];
  const room = 0.04 * (high - low);
  const values = shown.map((carry, i) => {
    const place = (share: number): number => round(100 * share, 4);
    const { lost } = carry;
    // Without a number it is as bad as the axis reaches.
    const ends = lost ?? { mean: high / 100, low: high / 100, high: high / 100 };
    return {
      row: rowAt(i),
      label: `${readable(carry.from)} \u2192 ${readable(carry.to)}, rate ${readable(carry.rate)}`,
      words: wordsOf(carry),
      outcome: outcomeOf(carry),
      mean: place(ends.mean),
      low: place(ends.low),
      high: place(ends.high),
      own: carry.ownRate,
    };
  });
  const x = {
    field: "mean",
    type: "quantitative" as const,
    scale: { domain: [round(low - room), round(high + room)], nice: false },
    axis: {
      title: [
        "Points of macro-F1 lost on validation",
        ...(shown.length < dearest.length ? [`(the ${SHOWN} dearest of ${dearest.length})`] : []),
      ],
      tickCount: 5,
    },
  };
  const tooltip = [
    { field: "label", type: "nominal" as const, title: "carried" },
    { field: "own", type: "quantitative" as const, title: "its own best rate", format: ".3~g" },
    { field: "words", type: "nominal" as const, title: "points lost" },
    { field: "outcome", type: "nominal" as const },
  ];
  // Ticks at the rows: a rule through all of them would cross the labels.
  const zero = {
    data: { values: values.map(({ row }) => ({ mean: 0, row: row - 8, end: row + 8 })) },
    mark: { type: "rule", color: NEUTRAL, strokeWidth: 1.5, tooltip: null },
    encoding: { x, y: rowScale(values.length), y2: { field: "end" } },
  } as Layer;
  return {
    height: rowsHeight(values.length),
    title: "What does a carried rate cost?",
    layer: [zero, ...intervalLayers(values, x, OUTCOMES, tooltip)],
  };
}

function wordsOf({ lost, diverged, ownDiverged, runs, atLeast }: Carry): string {
  if (lost === null)
    return diverged > 0 ? `${diverged} of ${runs} diverged` : `own: ${ownDiverged} of ${runs} diverged`;
  return `${atLeast ? "\u2265 " : ""}${points(lost.mean)} (${points(lost.low)} to ${points(lost.high)})`;
}

function outcomeOf({ lost, diverged }: Carry): (typeof OUTCOMES)[number] {
  if (lost === null) return diverged > 0 ? "loses" : "cannot be told";
  if (lost.high < 0.01) return "less than a point";
  return lost.low > 0 ? "loses" : "cannot be told";
}
