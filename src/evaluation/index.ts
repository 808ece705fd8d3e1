export { assertOneFactor } from "./attribution";
export { sliceAccuracy, slicesOf, wrongLabelsLearned, type Slice } from "./slices";
export { meanInterval, median, pairedDifference, spearman, type Estimate } from "./statistics";
export { judge, type Criterion, type Verdict, type VerdictRules } from "./verdict";
