import { isClear, type JointStudy } from "../tuning";
import { INK, PAPER } from "./joint-cells";
import { readable } from "./numbers";

const SHAPES = { low: "triangle-left", high: "triangle-right", stability: "triangle-right" } as const;

/**
 * The ridge: line, intervals and marks of the best rates, in ink on paper, so that they read on every cell. A level
 * without a clear answer breaks the line, and its best rate is a triangle towards the edge that it lies at.
 */
export function ridgeLayers({ rows }: JointStudy, x: object, y: object): object[] {
  const points = rows.flatMap((row, i) => {
    const { answer, best, edge, level } = row;
    if (answer === null || best === null) return [];
    const { low, high } = answer;
    const rate = edge === null ? answer.rate : best.rate;
    const shape = edge === null ? "circle" : SHAPES[edge];
    return [
      { level: readable(level), rate, low: low ?? rate, high: high ?? rate, shape, i, clear: isClear(row) },
    ];
  });
  const clear = points.filter((point) => point.clear);
  const line = clear.map((point, k) => ({ ...point, part: point.i - k }));
  const inkOnPaper = (mark: object, rest: object): object[] =>
    [
      { color: PAPER, strokeWidth: 5 },
      { color: INK, strokeWidth: 2 },
    ].map((style) => ({ ...rest, mark: { ...mark, ...style, clip: true, tooltip: null } }));
  const tooltip = [
    { field: "rate", type: "quantitative", title: "best rate", format: ".2~g" },
    { field: "low", type: "quantitative", format: ".2~g" },
    { field: "high", type: "quantitative", format: ".2~g" },
  ];
  const along = {
    x,
    y,
    order: { field: "i", type: "quantitative" },
    detail: { field: "part", type: "nominal" },
  };
  const across = { x: { ...x, field: "low" }, x2: { field: "high" }, y };
  return [
    ...(clear.length > 0
      ? [
          ...inkOnPaper({ type: "line" }, { data: { values: line }, encoding: along }),
          ...inkOnPaper({ type: "rule" }, { data: { values: clear }, encoding: across }),
        ]
      : []),
    ...[...new Set(points.map(({ shape }) => shape))].map((shape) => ({
      data: { values: points.filter((point) => point.shape === shape) },
      mark: {
        type: "point",
        shape,
        size: 90,
        filled: true,
        fill: PAPER,
        stroke: INK,
        strokeWidth: 2,
        opacity: 1,
      },
      // The interval of a best rate at an edge is cut off there.
      encoding: { x, y, tooltip: shape === "circle" ? tooltip : tooltip.slice(0, 1) },
    })),
  ];
}
