import { LABEL, type Layer } from "./frame";
import { bestPoint, type LossCurve, type RunGroup } from "./loss-curves";
import { readable } from "./numbers";
import { CROSS } from "./series";

/** A diamond at the lowest validation loss; with one group also its words. */
export function bestLayer(
  curves: readonly LossCurve[],
  { x, y, color }: { x: object; y: object; color: object },
  worded: boolean,
  lastStep: number,
): Layer[] {
  const values = curves.flatMap((curve) => {
    const best = curve.split === "validation" ? bestPoint(curve) : undefined;
    return best ? [{ series: curve.label, ...best, note: `lowest at epoch ${readable(best.epoch)}` }] : [];
  });
  if (values.length === 0) return [];
  const share = values[0].step / lastStep;
  const align = share < 0.15 ? "left" : share > 0.8 ? "right" : "center";
  const mark: Layer = {
    data: { values },
    mark: { type: "point", filled: true, shape: "diamond", size: 120 },
    encoding: {
      x,
      y,
      color,
      tooltip: [
        { field: "series", type: "nominal", title: "lowest validation loss of" },
        { field: "epoch", type: "quantitative", format: ".2~f" },
        { field: "median", type: "quantitative", title: "median loss", format: ".3~f" },
      ],
    },
  } as Layer;
  const text: Layer = {
    data: { values },
    mark: {
      ...LABEL,
      align,
      baseline: "bottom",
      dy: -12,
    },
    encoding: { x, y, text: { field: "note", type: "nominal" } },
  } as Layer;
  return worded ? [mark, text] : [mark];
}

/** Crosses at the top edge, at the steps where runs broke. */
export function divergedLayer(
  groups: readonly RunGroup[],
  { x, color }: { x: object; color: object },
): Layer[] {
  const values = groups.flatMap(({ label, records }) =>
    records
      .filter(({ status }) => status === "diverged")
      .map(({ steps, spec }) => ({ series: label, step: steps, seed: spec.seeds.order, note: "diverged" })),
  );
  if (values.length === 0) return [];
  const first = values.reduce((a, b) => (b.step < a.step ? b : a));
  return [
    {
      data: { values },
      mark: { type: "point", shape: CROSS, size: 60, strokeWidth: 2, opacity: 1 },
      encoding: {
        x,
        y: { value: 5 },
        color,
        tooltip: [
          { field: "series", type: "nominal", title: "diverged" },
          { field: "step", type: "quantitative", format: ",d" },
          { field: "seed", type: "nominal", title: "order seed" },
        ],
      },
    },
    {
      data: { values: [first] },
      mark: {
        ...LABEL,
        align: "left",
        baseline: "top",
        dx: -4,
        dy: 14,
      },
      encoding: { x, y: { value: 0 }, text: { field: "note", type: "nominal" } },
    },
  ] as Layer[];
}
