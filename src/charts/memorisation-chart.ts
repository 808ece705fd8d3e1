import { InputError } from "../errors";
import type { MemorisationLedger } from "../evaluation";
import type { Chart } from "./chart";
import { type EndLabel, endLabels } from "./end-labels";
import { endLabelLayer, frame, LABEL, type Layer, type Panel, seriesLegend } from "./frame";
import { memorisationAnswer } from "./memorisation-answer";
import { divergedAt, type LabelShare, shareCurve, type ShareRow } from "./memorisation-curves";
import { count, listed } from "./numbers";
import { CROSS, seriesScales } from "./series";

const HEIGHT = 180;
const TITLES: Record<LabelShare, string> = {
  cleanFitted: "Right labels that are fitted (%)",
  wrongLearned: "Wrong labels that are learned (%)",
};

/**
 * What is it learning: messages or mistakes? Above, the share of the right training labels that each setting predicts,
 * below on the same scale the share of the wrong ones that it predicts as they are written; over epochs, the median of
 * the runs with a band from the lowest to the highest, a cross where a run diverged. A setting is good when the upper
 * line rises and the lower one does not.
 *
 * @throws InputError without groups or runs, or for two groups of one label
 * @example memorisationChart(await memorisationLedger(dataset, features, groups))
 */
export function memorisationChart(ledger: MemorisationLedger): Chart {
  const labels = ledger.groups.map(({ label }) => label);
  if (labels.length === 0 || ledger.groups.some(({ runs }) => runs.length === 0)) {
    throw new InputError(
      "memorisationChart: the ledger needs at least one group, and at least one run in each",
    );
  }
  if (new Set(labels).size < labels.length) {
    throw new InputError(`memorisationChart: two groups share a label: ${listed(labels)}`);
  }
  const epochs = Math.max(
    1,
    ...ledger.groups.flatMap(({ runs }) =>
      runs.flatMap(({ points }) => points.map(({ epoch }) => Math.ceil(epoch))),
    ),
  );
  const answer = memorisationAnswer(ledger);
  const alt =
    `Share of right training labels fitted and of wrong ones learned, in percent over epochs, for ${listed(labels)}; ` +
    `${count(ledger.labels.right, "right label")} and ${ledger.labels.wrong.toLocaleString("en-US")} wrong ones. ${answer}`;
  const shares = ["cleanFitted", "wrongLearned"] as const;
  const curves = shares.map((share) => ledger.groups.map((group) => shareCurve(group, share)));
  const ends = curves.map((some) => labelsAtTheEnds(some, epochs));
  // The panels share a legend, so that both do with labels at the lines or neither.
  const direct = ends.every((labels) => labels !== null);
  return frame(
    { title: "What is it learning: messages or mistakes?", answer, alt, series: labels },
    shares.map((share, i) => panel(ledger, share, curves[i].flat(), epochs, direct ? ends[i] : null)),
  );
}

/** Labels right of the lines; null where a line ends early or they do not fit. */
function labelsAtTheEnds(curves: readonly (readonly ShareRow[])[], epochs: number): EndLabel[] | null {
  const ends = curves.flatMap((rows) => rows.slice(-1));
  if (ends.some(({ epoch }) => epoch !== epochs)) return null;
  return endLabels(
    ends.map(({ series, median }) => ({ series, y: median })),
    [0, 100],
    HEIGHT,
  );
}

function panel(
  ledger: MemorisationLedger,
  share: LabelShare,
  values: readonly ShareRow[],
  epochs: number,
  direct: readonly EndLabel[] | null,
): Panel {
  const labels = ledger.groups.map(({ label }) => label);
  const scales = seriesScales(labels);
  const columns = seriesLegend(labels, direct !== null);
  // The band comes first and would lend the legend its paleness.
  const legend = columns && { ...columns, symbolType: "stroke" as const, symbolOpacity: 1 };
  const x = {
    field: "epoch",
    type: "quantitative" as const,
    scale: { domain: [0, epochs], nice: false },
    axis: {
      title: share === "wrongLearned" ? "Epoch" : null,
      tickCount: Math.min(epochs, 8),
      tickMinStep: 1,
      format: "d",
    },
  };
  const scale = { domain: [0, 100], nice: false };
  const y = { field: "median", type: "quantitative" as const, scale, axis: { title: TITLES[share] } };
  const color = { field: "series", type: "nominal" as const, scale: scales.color, legend };
  const tooltip = [
    { field: "series", type: "nominal" as const, title: "runs" },
    { field: "epoch", type: "quantitative" as const },
    { field: "median", type: "quantitative" as const, title: "median %", format: ".1f" },
    { field: "low", type: "quantitative" as const, title: "lowest %", format: ".1f" },
    { field: "high", type: "quantitative" as const, title: "highest %", format: ".1f" },
  ];
  const layer: Layer[] = [
    {
      data: { values: [...values] },
      mark: { type: "area", opacity: 0.16, tooltip: null },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
    },
    {
      data: { values: [...values] },
      mark: { type: "line" },
      encoding: {
        x,
        y,
        color,
        strokeDash: { field: "series", type: "nominal", scale: scales.strokeDash, legend },
      },
    },
    {
      data: { values: [...values] },
      mark: { type: "point", filled: true, size: 110, opacity: 0 },
      encoding: { x, y, tooltip },
    },
    ...divergedLayer(ledger, share, { x, color }),
  ];
  if (direct) layer.push(endLabelLayer(direct));
  return { height: HEIGHT, layer };
}

/** Crosses where runs diverged, along the bad edge: the lower one for right labels, the upper one for wrong ones. */
function divergedLayer(
  { groups }: MemorisationLedger,
  share: LabelShare,
  { x, color }: { x: object; color: object },
): Layer[] {
  const values = groups.flatMap(divergedAt);
  if (values.length === 0) return [];
  const first = values.reduce((a, b) => (b.epoch < a.epoch ? b : a));
  const [at, words] = share === "cleanFitted" ? [HEIGHT - 6, HEIGHT - 20] : [6, 20];
  return [
    {
      data: { values },
      mark: { type: "point", shape: CROSS, size: 46, strokeWidth: 2, opacity: 1 },
      encoding: {
        x,
        y: { value: at },
        color,
        tooltip: [
          { field: "series", type: "nominal", title: "diverged" },
          { field: "epoch", type: "quantitative" },
        ],
      },
    },
    {
      data: { values: [{ epoch: first.epoch, note: "diverged" }] },
      mark: { ...LABEL, align: "left", baseline: "middle", dx: -4 },
      encoding: { x, y: { value: words }, text: { field: "note", type: "nominal" } },
    },
  ] as Layer[];
}
