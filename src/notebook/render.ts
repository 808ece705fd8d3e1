import { type Chart, flipChart, gateChart, jointChart, memorisationChart, rangeChart } from "../charts";
import type { Dataset, DatasetSummary, FrameTable } from "../data";
import { InputError } from "../errors";
import type { Flips, Invariance, MemorisationLedger, Verdict } from "../evaluation";
import type { GatePlan, GateResult, JointPlan, JointStudy, RangeTest } from "../tuning";
import { invarianceRows, sayGatePlan, sayJoint, sayJointPlan } from "../writeup";
import { renderChart } from "./chart-view";
import { renderDataset, renderSummary } from "./dataset-view";
import type { MimeBundle } from "./display";
import { type Finding, renderFinding } from "./finding";
import { frameAsTable, renderTable, type Table, table } from "./table";

type Renderer = (value: never) => MimeBundle;

/** How each kind of value looks in a cell: one renderer a kind. */
const renderers = new Map<string, Renderer>([
  ["chart", (value: Chart) => renderChart(value)],
  ["dataset", (value: Dataset) => renderDataset(value)],
  ["dataset-summary", (value: DatasetSummary) => renderSummary(value)],
  ["frame-table", (value: FrameTable) => renderTable(frameAsTable(value))],
  ["finding", (value: Finding) => renderFinding(value)],
  ["flips", (value: Flips) => renderChart(flipChart(value))],
  ["invariance", (value: Invariance) => renderTable(invarianceTable(value))],
  ["memorisation-ledger", (value: MemorisationLedger) => renderChart(memorisationChart(value))],
  ["gate-plan", (value: GatePlan) => renderWords(sayGatePlan(value))],
  ["gate-result", (value: GateResult) => renderChart(gateChart(value.verdict))],
  ["joint-plan", (value: JointPlan) => renderWords(sayJointPlan(value))],
  ["joint-study", (value: JointStudy) => withWords(renderChart(jointChart(value)), sayJoint(value))],
  ["range-test", (value: RangeTest) => renderChart(rangeChart(value))],
  ["table", (value: Table) => renderTable(value)],
  ["verdict", (value: Verdict) => renderChart(gateChart(value))],
]);

function renderWords(markdown: string): MimeBundle {
  return { "text/markdown": markdown, "text/plain": markdown };
}

/** A picture whose text form goes on in sentences. */
function withWords(bundle: MimeBundle, markdown: string): MimeBundle {
  return { ...bundle, "text/plain": `${String(bundle["text/plain"])}\n\n${markdown}` };
}

function invarianceTable(invariance: Invariance): Table {
  return table(invarianceRows(invariance), { caption: "Answers that a small change of the text changes" });
}

/** Sets how values of a kind look, for `show` and the kernel. */
export function registerRenderer<T extends { readonly kind: string }>(
  kind: T["kind"],
  renderer: (value: T) => MimeBundle,
): void {
  renderers.set(kind, renderer as Renderer);
}

/** Whether `show` knows how to draw a value. */
export function canRender(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isRecord) : isRecord(value) && renderers.has(String(value.kind));
}

/**
 * A value as a MIME bundle, by its `kind`; an array of records is a table.
 *
 * @throws InputError for a value of no known kind
 */
export function render(value: unknown): MimeBundle {
  if (Array.isArray(value) && value.every(isRecord)) return renderTable(table(value));
  const renderer = isRecord(value) ? renderers.get(String(value.kind)) : undefined;
  if (renderer === undefined) {
    const found =
      isRecord(value) && "kind" in value ? `a value of kind "${String(value.kind)}"` : typeof value;
    const kinds = [...renderers.keys()].join(", ");
    throw new InputError(`show: cannot draw ${found}; it draws arrays of records and the kinds ${kinds}`);
  }
  return renderer(value as never);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
