import type { Dataset } from "../data";
import { InputError } from "../errors";
import type { Features } from "../features";
import { accuracy, macroF1 } from "../metrics";
import { diagnose } from "../signals";
import { predict, type RunRecord, type TrainedRun } from "../training";
import { sliceAccuracy, slicesOf } from "./slices";
import { pairedDifference, type Estimate } from "./statistics";

/** One thing that was asked of the candidate, and what came out. */
export interface Criterion {
  readonly name: string;
  /** null: the interval reaches to both sides of the margin. */
  readonly passed: boolean | null;
  /** Candidate minus baseline over paired seeds; in points, or in nats for a loss. */
  readonly difference: Estimate;
  readonly unit: "points" | "nats";
  /** What the interval is held against. */
  readonly margin: number;
  /** One sentence with the numbers. */
  readonly sentence: string;
}

/** Whether a candidate should replace the baseline, criterion by criterion. */
export interface Verdict {
  readonly kind: "verdict";
  readonly outcome: "approve" | "reject" | "undecided";
  readonly criteria: readonly Criterion[];
  /** Slices that were too small to gate, with their number of test messages. */
  readonly notGated: readonly { readonly slice: string; readonly messages: number }[];
}

/** The rules of a verdict; declare them before the test split is opened. */
export interface VerdictRules {
  /** Test messages that a slice must have to gate; default 400. */
  readonly sliceMessages?: number;
  /** Points of accuracy that a slice may lose; default 2. */
  readonly sliceMargin?: number;
}

/**
 * Opens the test split and judges a candidate against a baseline, on runs paired by seed. Approves only when the
 * worst validation loss of the last quarter of the run improved, no run of the candidate has a severe finding,
 * test accuracy and macro-F1 improved, and no slice that is large enough lost more than the margin; each by the
 * 95% interval over seeds. One failure rejects; otherwise it is undecided.
 *
 * @param baseline  runs, one a seed
 * @param candidate runs with the same seeds, in the same order
 * @throws InputError when the arms differ in length, in seeds or in data
 */
export function judge(
  dataset: Dataset,
  features: Features,
  baseline: readonly TrainedRun[],
  candidate: readonly TrainedRun[],
  rules: VerdictRules = {},
): Verdict {
  const { sliceMessages = 400, sliceMargin = 2 } = rules;
  checkPairs(features, baseline, candidate);
  const truth = features.splits.test.y;
  const label = (runs: readonly TrainedRun[]): Int32Array[] =>
    runs.map((run) => predict(run.weights, features.splits.test.x).labels);
  const [before, after] = [label(baseline), label(candidate)];
  const gain = (name: string, score: (labels: Int32Array) => number, margin: number): Criterion => {
    const difference = pairedDifference(
      before.map((labels) => 100 * score(labels)),
      after.map((labels) => 100 * score(labels)),
    );
    const passed = difference.low > margin ? true : difference.high <= margin ? false : null;
    return {
      name,
      passed,
      difference,
      unit: "points",
      margin,
      sentence: sentence(name, difference, "points", margin),
    };
  };
  const slices = slicesOf(dataset, "test");
  const criteria = [
    stability(baseline, candidate),
    gain("test accuracy", (labels) => accuracy(truth, labels), 0),
    gain("test macro-F1", (labels) => macroF1(truth, labels), 0),
    ...slices
      .filter((slice) => slice.rows.length >= sliceMessages)
      .map((slice) =>
        gain(`slice ${slice.name}`, (labels) => sliceAccuracy(slice, truth, labels), -sliceMargin),
      ),
  ];
  const outcome = criteria.some((criterion) => criterion.passed === false)
    ? "reject"
    : criteria.every((criterion) => criterion.passed === true)
      ? "approve"
      : "undecided";
  const notGated = slices
    .filter((slice) => slice.rows.length < sliceMessages)
    .map((slice) => ({ slice: slice.name, messages: slice.rows.length }));
  return { kind: "verdict", outcome, criteria, notGated };
}

/** Paired means: the same data, and seed for seed the same initial weights and order. */
function checkPairs(
  features: Features,
  baseline: readonly TrainedRun[],
  candidate: readonly TrainedRun[],
): void {
  const seeds = (runs: readonly TrainedRun[]): string =>
    runs.map(({ record }) => `${record.spec.seeds.init}/${record.spec.seeds.order}`).join(", ");
  if (seeds(baseline) !== seeds(candidate)) {
    throw new InputError(
      `judge: the arms must have the same seeds in the same order; found ${seeds(baseline)} and ${seeds(candidate)}`,
    );
  }
  if ([...baseline, ...candidate].some(({ record }) => record.spec.features !== features.hash)) {
    throw new InputError("judge: a run was trained on other features than those given");
  }
}

function stability(baseline: readonly TrainedRun[], candidate: readonly TrainedRun[]): Criterion {
  const difference = pairedDifference(baseline.map(worstLateLoss), candidate.map(worstLateLoss));
  const severe = candidate
    .flatMap((run) => diagnose(run.record).findings)
    .find((finding) => finding.severity === "severe");
  const name = "late validation loss";
  const passed = severe !== undefined || difference.low >= 0 ? false : difference.high < 0 ? true : null;
  const text = sentence(name, difference, "nats", 0);
  return {
    name,
    passed,
    difference,
    unit: "nats",
    margin: 0,
    sentence:
      severe === undefined
        ? text
        : `${text} A run of the candidate shows ${severe.signal}: ${severe.meaning}`,
  };
}

/** The highest validation loss seen in the last quarter of a run. */
function worstLateLoss({ record }: TrainedRun): number {
  const late = record.evaluations.filter((e) => e.step >= 0.75 * record.plannedSteps);
  return Math.max(...(late.length > 0 ? late : lastOf(record)).map((e) => e.validation.loss));
}

function lastOf(record: RunRecord): RunRecord["evaluations"] {
  return record.evaluations.slice(-1);
}

function sentence(name: string, difference: Estimate, unit: string, margin: number): string {
  const digits = unit === "nats" ? 3 : 1;
  const [mean, low, high] = [difference.mean, difference.low, difference.high].map((v) => signed(v, digits));
  return `${name}: ${mean} ${unit} (95% interval ${low} to ${high}, asked: ${unit === "nats" ? "below" : "above"} ${signed(margin, 0)}).`;
}

function signed(value: number, digits: number): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(digits)}`;
}
