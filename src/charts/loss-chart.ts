import { InputError } from "../errors";
import type { Chart } from "./chart";
import { endLabels } from "./end-labels";
import { endLabelLayer, frame, type Layer, type Panel, seriesLegend } from "./frame";
import { type LossCurve, lossCurve, type LossSplit, type RunGroup } from "./loss-curves";
import { count, listed, round, unique } from "./numbers";
import { bestLayer, divergedLayer } from "./loss-marks";
import { lossAnswer } from "./loss-answer";
import { seriesScales } from "./series";

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
 * @param options.title default "Is it learning, and is validation with it?"
 * @param options.subtitle the answer, where the title asks something else; default the lowest validation loss
 * @throws InputError without groups, for a group without runs, or for two groups of one label
 * @example
 * lossChart([{ label: "constant 0.3", records }])
 */
export function lossChart(
  groups: readonly RunGroup[],
  options: { readonly title?: string; readonly subtitle?: string } = {},
): Chart {
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
  const answer = options.subtitle ?? lossAnswer(groups, curves);
  const alt =
    `Training and validation loss over optimizer steps, median and range over seeds, for ${listed(labels)}. ` +
    answer;
  const title = options.title ?? "Is it learning, and is validation with it?";
  return frame({ title, answer, alt, series: labels }, panels);
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
  // One run that ended early has its labels where it ended; curves that end at several steps need a legend.
  const [endStep, ...otherSteps] = unique(curves.map(({ points }) => points[points.length - 1]?.step ?? NaN));
  const together = otherSteps.length === 0 && (single || endStep === lastStep);
  const direct = together ? endLabels(ends, domain, height) : null;
  const scales = seriesScales(labels);
  const columns = seriesLegend(labels, direct !== null);
  // The band comes first and would lend the legend its paleness.
  const legend = columns && { ...columns, symbolType: "stroke" as const, symbolOpacity: 1 };
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
    ...bestLayer(curves, { x, y, color }, single, lastStep),
    ...divergedLayer(groups, { x, color }),
  ];
  const { field: _, ...along } = x;
  if (direct)
    layer.push(endLabelLayer(direct, endStep === lastStep ? undefined : { ...along, datum: endStep }));
  return { height, layer };
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
