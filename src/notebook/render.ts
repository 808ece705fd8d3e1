import { type Chart, flipChart, gateChart, memorisationChart } from "../charts";
import type { Dataset, DatasetSummary, FrameTable } from "../data";
import { InputError } from "../errors";
import type { Flips, Invariance, MemorisationLedger, Verdict } from "../evaluation";
import type { Diagnosis } from "../signals";
import type { RunRecord } from "../training";
import type {
  Baseline,
  ComparisonPlan,
  GatePlan,
  GateResult,
  JointPlan,
  JointStudy,
  RangeTest,
  RateSweep,
  ScheduleComparison,
  StudyPlan,
  Tuning,
  UpwardAdjustment,
} from "../tuning";
import { invarianceRows, sayGatePlan, sayJointPlan, sayVerification, writeUpWords } from "../writeup";
import type { Verification, WriteUp } from "../writeup";
import { renderChart } from "./chart-view";
import { renderDataset, renderSummary } from "./dataset-view";
import type { MimeBundle } from "./display";
import { type Finding, renderFinding } from "./finding";
import {
  baselineView,
  comparisonPlanView,
  comparisonView,
  diagnosisView,
  jointView,
  planView,
  rangeView,
  recordView,
  renderWords,
  sweepView,
  tuningView,
  upwardView,
} from "./study-views";
import { frameAsTable, renderTable, type Table, table } from "./table";

type Renderer = (value: never) => MimeBundle | readonly MimeBundle[];

/** How each kind of value looks in a cell: one renderer a kind, of one bundle or several below each other. */
const renderers = new Map<string, Renderer>([
  ["baseline", (value: Baseline) => baselineView(value)],
  ["baseline-plan", (value: StudyPlan) => planView(value)],
  ["chart", (value: Chart) => renderChart(value)],
  ["dataset", (value: Dataset) => renderDataset(value)],
  ["dataset-summary", (value: DatasetSummary) => renderSummary(value)],
  ["frame-table", (value: FrameTable) => renderTable(frameAsTable(value))],
  ["diagnosis", (value: Diagnosis) => diagnosisView(value)],
  ["finding", (value: Finding) => renderFinding(value)],
  ["flips", (value: Flips) => renderChart(flipChart(value))],
  ["invariance", (value: Invariance) => renderTable(invarianceTable(value))],
  ["memorisation-ledger", (value: MemorisationLedger) => renderChart(memorisationChart(value))],
  ["gate-plan", (value: GatePlan) => renderWords(sayGatePlan(value))],
  ["gate-result", (value: GateResult) => renderChart(gateChart(value.verdict))],
  ["joint-plan", (value: JointPlan) => renderWords(sayJointPlan(value))],
  ["joint-study", (value: JointStudy) => jointView(value)],
  ["range-test", (value: RangeTest) => rangeView(value)],
  ["range-test-plan", (value: StudyPlan) => planView(value)],
  ["rate-sweep", (value: RateSweep) => sweepView(value)],
  ["run-record", (value: RunRecord) => recordView(value)],
  ["schedule-comparison", (value: ScheduleComparison) => comparisonView(value)],
  ["schedule-comparison-plan", (value: ComparisonPlan) => comparisonPlanView(value)],
  ["table", (value: Table) => renderTable(value)],
  ["tuning", (value: Tuning) => tuningView(value)],
  ["upward-adjustment", (value: UpwardAdjustment) => upwardView(value)],
  ["upward-adjustment-plan", (value: StudyPlan) => planView(value)],
  ["verdict", (value: Verdict) => renderChart(gateChart(value))],
  ["verification", (value: Verification) => renderWords(sayVerification(value))],
  ["write-up", (value: WriteUp) => renderWords(writeUpWords(value))],
]);

function invarianceTable(invariance: Invariance): Table {
  return table(invarianceRows(invariance), { caption: "Answers that a small change of the text changes" });
}

/** Sets how values of a kind look, for `show` and the kernel. */
export function registerRenderer<T extends { readonly kind: string }>(
  kind: T["kind"],
  renderer: (value: T) => MimeBundle | readonly MimeBundle[],
): void {
  renderers.set(kind, renderer as Renderer);
}

/** Whether `show` knows how to draw a value. */
export function canRender(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isRecord) : isRecord(value) && renderers.has(String(value.kind));
}

/**
 * A value as one MIME bundle, by its `kind`; an array of records is a table. Of a value with several parts it is the
 * first, with the words of all.
 *
 * @throws InputError for a value of no known kind
 */
export function render(value: unknown): MimeBundle {
  const [first, ...others] = renderParts(value);
  if (others.length === 0) return first;
  const words = [first, ...others].map((part) => String(part["text/plain"] ?? "").trimEnd());
  return { ...first, "text/plain": words.join("\n\n") };
}

/**
 * A value as MIME bundles that belong below each other: a study is a chart, perhaps a table, and words.
 *
 * @throws InputError for a value of no known kind
 */
export function renderParts(value: unknown): readonly MimeBundle[] {
  if (Array.isArray(value) && value.every(isRecord)) return [renderTable(table(value))];
  const renderer = isRecord(value) ? renderers.get(String(value.kind)) : undefined;
  if (renderer === undefined) {
    const found =
      isRecord(value) && "kind" in value ? `a value of kind "${String(value.kind)}"` : typeof value;
    const kinds = [...renderers.keys()].join(", ");
    throw new InputError(`show: cannot draw ${found}; it draws arrays of records and the kinds ${kinds}`);
  }
  const parts = renderer(value as never);
  return Array.isArray(parts) ? (parts as MimeBundle[]) : [parts as MimeBundle];
}

/** Where the kernel finds these renderers for the last expression of a cell; the copy that was loaded last draws. */
(globalThis as { [key: symbol]: unknown })[Symbol.for("lr-lab.renderers")] = { canRender, renderParts };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
