export { invarianceOf, makeProbes, type Probe, type ProbedArm, type Probes } from "./probes";
export { bootstrapChecks, type BootstrapCheck } from "./bootstrap";
export { armOf, stabilityOf, worstLateLoss, type Arm } from "./arm";
export { assertOneFactor } from "./attribution";
export type { Criterion } from "./criterion";
export {
  crossedDifference,
  standardErrorOf,
  type CrossedEstimate,
  type DifferenceTable,
  type VarianceComponents,
} from "./crossed";
export { GATE_RULES, gateRules, lookConfidences, type GateRules } from "./gate-rules";
export { accuracyScores, differenceTable, macroF1Scores, type MessageScores } from "./message-scores";
export {
  earlySpeed,
  severalFactors,
  trainingOnly,
  untestedRate,
  type Mistake,
  type NamedRecords,
} from "./mistakes";
export { gateOutlook, type GateOutlook } from "./outlook";
export { qualityCriteria, sliceCriterion } from "./quality";
export { shareInterval } from "./quantiles";
export { findFlips, type FlipInput, type FlippedMessage, type Flips, type IntentFlips } from "./flips";
export { testInvariance, type Invariance, type InvarianceInput, type InvarianceTest } from "./invariance";
export {
  memorisationLedger,
  type MemorisationGroup,
  type MemorisationLedger,
  type MemorisationPoint,
  type MemorisationRun,
} from "./memorisation";
export { perturb, PERTURBATIONS, type Perturbation } from "./perturbations";
export { ruleSlices, SLICE_RULES, type SliceRule } from "./slice-rules";
export { sliceAccuracy, slicesOf, wrongLabelsLearned, type Slice } from "./slices";
export { meanInterval, median, pairedDifference, spearman, type Estimate } from "./statistics";
export { judge, verdictOf, type TestScores, type UngatedSlice, type Verdict } from "./verdict";
