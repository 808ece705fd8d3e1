import type { Dataset } from "../data";
import { InputError } from "../errors";
import type { Features } from "../features";
import { accuracy, macroF1, type Labels } from "../metrics";
import type { TrainedRun } from "../training";
import { armOf, type Arm } from "./arm";
import type { Criterion } from "./criterion";
import { gateRules, type GateRules } from "./gate-rules";
import { tQuantile } from "./quantiles";
import { qualityCriteria, sliceCriterion, sliceDifference } from "./quality";
import { slicesOf, type Slice } from "./slices";
import { lateLossCriterion, spreadCriterion } from "./stability";
import type { Estimate } from "./statistics";

/** Whether a candidate should replace the baseline, criterion by criterion. */
export interface Verdict {
  readonly kind: "verdict";
  readonly outcome: "approve" | "reject" | "undecided";
  readonly criteria: readonly Criterion[];
  /** Slices that were too small to gate. */
  readonly notGated: readonly UngatedSlice[];
  readonly rules: GateRules;
  /** How many paired seeds and test messages it rests on. */
  readonly seeds: number;
  readonly messages: number;
  /** Means over seeds on the test split, 0 to 1. */
  readonly scores: { readonly baseline: TestScores; readonly candidate: TestScores };
}

/** How good an arm is on the test split, 0 to 1. */
export interface TestScores {
  readonly accuracy: number;
  readonly macroF1: number;
}

/** A slice that has too few test messages to be held against the margin. */
export interface UngatedSlice {
  readonly slice: string;
  readonly messages: number;
  /** Points of accuracy, candidate minus baseline; for the eye, not for the verdict. */
  readonly difference: Estimate;
  /** The smallest harm, in points, that these messages and seeds would have shown four times in five. */
  readonly visibleHarm: number;
}

/**
 * Opens the test split and judges a candidate against a baseline, on runs paired by seed. Approves only when
 *
 * - stability: the worst validation loss of the last quarter of a run fell, no run of the candidate has a severe
 *   finding, and the spread over seeds is within its margin;
 * - quality: test accuracy and test macro-F1 rose, by intervals over seeds and messages ({@link crossedDifference});
 * - edge cases: no slice with enough test messages lost more than the margin.
 *
 * One failure rejects; otherwise it is undecided. It speaks of this training set, and of messages and seeds like
 * these.
 *
 * @param baseline  runs, one a seed
 * @param candidate runs with the same seeds, in the same order
 * @param rules     what is asked; declare it before the split is opened
 * @throws InputError when the arms differ in length, in seeds or in data, or a rule cannot be used
 * @example const verdict = judge(dataset, features, fixed.fresh.runs, cosine.fresh.runs);
 */
export function judge(
  dataset: Dataset,
  features: Features,
  baseline: readonly TrainedRun[],
  candidate: readonly TrainedRun[],
  rules: Partial<GateRules> = {},
): Verdict {
  checkPairs(baseline, candidate);
  return verdictOf(
    features.splits.test.y,
    slicesOf(dataset, "test"),
    armOf(baseline, features),
    armOf(candidate, features),
    rules,
  );
}

/**
 * As {@link judge}, of arms whose test labels are known already.
 *
 * @param truth the test messages' labels
 */
export function verdictOf(
  truth: Labels,
  slices: readonly Slice[],
  baseline: Arm,
  candidate: Arm,
  given: Partial<GateRules> = {},
): Verdict {
  const rules = gateRules(given);
  const { confidence, sliceConfidence, sliceMargin, sliceMessages, spreadMargin } = rules;
  const gated = slices.filter(({ rows }) => rows.length >= sliceMessages);
  const small = slices.filter(({ rows }) => rows.length < sliceMessages);
  const criteria = [
    lateLossCriterion(baseline, candidate, confidence),
    spreadCriterion(baseline, candidate, spreadMargin, confidence),
    ...qualityCriteria(truth, baseline, candidate, confidence),
    ...gated.map((slice) => sliceCriterion(slice, truth, baseline, candidate, sliceMargin, sliceConfidence)),
  ];
  const notGated = small.map((slice): UngatedSlice => {
    const found = sliceDifference(slice, truth, baseline, candidate, sliceConfidence);
    const { mean, low, high, count, standardError, degreesOfFreedom } = found;
    const quantiles =
      degreesOfFreedom > 0
        ? tQuantile((1 + sliceConfidence) / 2, degreesOfFreedom) + tQuantile(0.8, degreesOfFreedom)
        : Infinity;
    return {
      slice: slice.name,
      messages: slice.rows.length,
      difference: { mean, low, high, count },
      visibleHarm: standardError === 0 ? 0 : quantiles * standardError,
    };
  });
  return {
    kind: "verdict",
    outcome: outcomeOf(criteria),
    criteria,
    notGated,
    rules,
    seeds: baseline.labels.length,
    messages: truth.length,
    scores: { baseline: scoresOf(truth, baseline), candidate: scoresOf(truth, candidate) },
  };
}

function scoresOf(truth: Labels, { labels }: Arm): TestScores {
  const mean = (score: (truth: Labels, predicted: Labels) => number): number =>
    labels.reduce((sum, predicted) => sum + score(truth, predicted), 0) / labels.length;
  return { accuracy: mean(accuracy), macroF1: mean(macroF1) };
}

function outcomeOf(criteria: readonly Criterion[]): Verdict["outcome"] {
  if (criteria.some(({ passed }) => passed === false)) return "reject";
  return criteria.every(({ passed }) => passed === true) ? "approve" : "undecided";
}

/** Paired means: seed for seed the same initial weights and order. */
function checkPairs(baseline: readonly TrainedRun[], candidate: readonly TrainedRun[]): void {
  const seeds = (runs: readonly TrainedRun[]): string =>
    runs.map(({ record }) => `${record.spec.seeds.init}/${record.spec.seeds.order}`).join(", ");
  if (seeds(baseline) !== seeds(candidate)) {
    throw new InputError(
      `judge: the arms must have the same seeds in the same order; found ${seeds(baseline)} and ${seeds(candidate)}`,
    );
  }
}
