import { InputError } from "../errors";
import type { RunRecord } from "../training";
import type { Chart } from "./chart";
import { endLabels } from "./end-labels";
import { endLabelLayer, frame, LABEL, type Layer, type Panel, seriesLegend } from "./frame";
import { bestPoint, type LossCurve, lossCurve, type LossSplit } from "./loss-curves";
import { count, listed, readable, round, unique } from "./numbers";
import { CROSS, seriesScales } from "./series";

/** Runs that differ by seed alone. */
export interface RunGroup {
  readonly label: string;
  readonly records: readonly RunRecord[];
}

const SPLIT_NAMES: Record<LossSplit, string> = { train: "training", validation: "validation" };
const DASH_OF_SPLIT = {
  domain: ["training", "validation"],
  range: [
    [4, 4],
    [1, 0],
  ],
};

/**
 * Is it learning, and is validation with it? Training and validation loss over steps: median over the seeds,
 * a band from the lowest to the highest seed, a diamond at the lowest validation loss, a cross at the step
 * where a run diverged. One group is one plot (training dashed); several groups are two plots on one scale.
 *
 * @param groups runs of one setting each, with their evaluations; losses in nats
 * @throws InputError without groups, for a group without runs, or for two groups of one label
 * @example
 * lossChart([{ label: "constant 0.3", records }])
 */
export function lossChart(groups: readonly RunGroup[]): Chart {
  if (groups.length === 0) throw new InputError("lossChart: give at least one group of runs");
  for (const { label, records } of groups) {
    if (records.length === 0) throw new InputError(`lossChart: the group "${label}" has no runs`);
  }
  const labels = groups.map(({ label }) => label);
  if (new Set(labels).size < labels.length)
    throw new InputError(`lossChart: two groups share a label: ${listed(labels)}`);

  const curves = groups.flatMap(({ label, records }) =>
    (["train", "validation"] as const).map((split) => lossCurve(label, records, split)),
  );
  const domain: [number, number] = [0, ceiling(groups)];
  const panels =
    groups.length === 1
      ? [panel("Loss (nats)", groups, curves, domain, 260)]
      : (["validation", "train"] as const).map((split) =>
          panel(
            `${split === "train" ? "Training" : "Validation"} loss (nats)`,
            groups,
            curves.filter((curve) => curve.split === split),
            domain,
            190,
          ),
        );
  const answer = describe(groups, curves);
  const alt =
    `Training and validation loss over optimizer steps, median and range over seeds, for ${listed(labels)}. ` +
    answer;
  return frame({ title: "Is it learning, and is validation with it?", answer, alt, series: labels }, panels);
}

/** The top of the loss axis: a little above the loss before training, which a useful run never exceeds. */
function ceiling(groups: readonly RunGroup[]): number {
  const first = groups.flatMap(({ records }) =>
    records.flatMap(({ evaluations: [start] }) => (start ? [start.train.loss, start.validation.loss] : [])),
  );
  const finite = first.filter(Number.isFinite);
  return round(finite.length > 0 ? 1.15 * Math.max(...finite) : 1, 3);
}

function panel(
  title: string,
  groups: readonly RunGroup[],
  curves: readonly LossCurve[],
  domain: readonly [number, number],
  height: number,
): Panel {
  const labels = groups.map(({ label }) => label);
  const single = labels.length === 1;
  const nameOf = ({ label, split }: LossCurve) => (single ? SPLIT_NAMES[split] : label);
  const values = curves.flatMap((curve) =>
    curve.points.map((point) => ({ series: curve.label, split: SPLIT_NAMES[curve.split], ...point })),
  );
  const ends = curves.flatMap((curve) => {
    const last = curve.points[curve.points.length - 1];
    return last ? [{ series: nameOf(curve), y: Math.min(last.median, domain[1]) }] : [];
  });
  const lastStep = Math.max(
    1,
    ...groups.flatMap(({ records }) => records.map(({ plannedSteps }) => plannedSteps)),
  );
  const reachEnd = curves.every(({ points }) => points[points.length - 1]?.step === lastStep);
  const direct = reachEnd ? endLabels(ends, domain, height) : null;
  const scales = seriesScales(labels);
  const legend = seriesLegend(labels, direct !== null);
  const x = {
    field: "step",
    type: "quantitative" as const,
    scale: { domain: [0, lastStep], nice: false },
    axis: {
      title: single || curves[0].split === "train" ? stepTitle(groups) : null,
      tickCount: 6,
      format: ",d",
    },
  };
  const scale = { domain: [...domain], nice: false, clamp: true };
  const y = { field: "median", type: "quantitative" as const, scale, axis: { title } };
  const color = { field: "series", type: "nominal" as const, scale: scales.color, legend };
  const tooltip = [
    ...(single ? [] : [{ field: "series", type: "nominal" as const, title: "runs" }]),
    { field: "split", type: "nominal" as const },
    { field: "step", type: "quantitative" as const, format: ",d" },
    { field: "epoch", type: "quantitative" as const, format: ".2~f" },
    { field: "median", type: "quantitative" as const, title: "median loss", format: ".3~f" },
    { field: "low", type: "quantitative" as const, title: "lowest seed", format: ".3~f" },
    { field: "high", type: "quantitative" as const, title: "highest seed", format: ".3~f" },
  ];
  const layer: Layer[] = [
    {
      data: { values },
      mark: { type: "area", opacity: 0.16, clip: true, tooltip: null },
      encoding: {
        x,
        y: { ...y, field: "low" },
        y2: { field: "high" },
        color,
        detail: { field: "split", type: "nominal" },
      },
    },
    {
      data: { values },
      mark: { type: "line", clip: true },
      encoding: {
        x,
        y,
        color,
        strokeDash: single
          ? {
              field: "split",
              type: "nominal",
              scale: DASH_OF_SPLIT,
              legend: direct ? null : { columns: 2 },
            }
          : { field: "series", type: "nominal", scale: scales.strokeDash, legend },
      },
    },
    {
      data: { values },
      mark: { type: "point", filled: true, size: 110, opacity: 0 },
      encoding: { x, y, tooltip },
    },
    ...bestLayer(curves, { x, y, color }, single),
    ...divergedLayer(groups, { x, color }),
  ];
  if (direct) layer.push(endLabelLayer(direct));
  return { height, layer };
}

/** A diamond at the lowest validation loss; with one group also its words. */
function bestLayer(
  curves: readonly LossCurve[],
  { x, y, color }: { x: object; y: object; color: object },
  worded: boolean,
): Layer[] {
  const values = curves.flatMap((curve) => {
    const best = curve.split === "validation" ? bestPoint(curve) : undefined;
    return best ? [{ series: curve.label, ...best, note: `lowest at epoch ${readable(best.epoch)}` }] : [];
  });
  if (values.length === 0) return [];
  const end = Math.max(...curves.flatMap(({ points }) => points.map(({ step }) => step)));
  const share = values[0].step / end;
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
function divergedLayer(groups: readonly RunGroup[], { x, color }: { x: object; color: object }): Layer[] {
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

function stepTitle(groups: readonly RunGroup[]): string {
  const ends = groups.flatMap(({ records }) =>
    records.map(({ plannedSteps, spec }) => plannedSteps / spec.epochs),
  );
  const [perEpoch, ...others] = unique(ends.map((steps) => Math.round(steps)));
  return others.length === 0 && perEpoch > 0
    ? `Optimizer step (${count(perEpoch, "step")} an epoch)`
    : "Optimizer step";
}

function describe(groups: readonly RunGroup[], curves: readonly LossCurve[]): string {
  const runs = groups.flatMap(({ records }) => records);
  const broke = runs.filter(({ status }) => status === "diverged").length;
  const tail = broke === 0 ? "" : ` ${broke} of ${count(runs.length, "run")} diverged.`;
  const validation = curves.filter(({ split, points }) => split === "validation" && points.length > 0);
  if (validation.length === 0) return `No run kept a finite loss.${tail}`;
  const ranked = validation
    .map((curve) => ({ curve, best: bestPoint(curve)! }))
    .sort((a, b) => a.best.median - b.best.median);
  const { curve, best } = ranked[0];
  const last = curve.points[curve.points.length - 1];
  const seeds = curve.seeds > 1 ? `, median of ${curve.seeds} seeds` : "";
  const where = `${readable(best.median)} at epoch ${readable(best.epoch)}${seeds}`;
  const rise = last.median - best.median;
  const course =
    best.step === last.step
      ? "it is still falling at the end"
      : rise < 0.02 * best.median
        ? "it is flat from there on"
        : `it is ${readable(rise)} higher at the end`;
  return validation.length === 1
    ? `Validation loss is lowest at ${where}; ${course}.${tail}`
    : `Lowest validation loss: ${curve.label}, ${where}; ${course}.${tail}`;
}
