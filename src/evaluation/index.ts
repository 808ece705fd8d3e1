export { assertOneFactor } from "./attribution";
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
export { judge, type Criterion, type Verdict, type VerdictRules } from "./verdict";
