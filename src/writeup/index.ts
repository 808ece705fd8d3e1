export type { Finding as Found } from "./found";
export { sayReach, sayRepeated } from "./say-data";
export { sayBaseline, sayFindings, sayNextStep, sayRuns } from "./say-baseline";
export { lossDifference, sayEngines } from "./say-engines";
export { flipRows, sayFlips } from "./say-flips";
export { invarianceRows, sayInvariance } from "./say-invariance";
export { bestSearched, sayLearningRateFree, type SearchedSetting } from "./say-learning-rate-free";
export { carryRows, jointRows, sayJoint, sayJointPlan } from "./say-joint";
export { sayMemorisation } from "./say-memorisation";
export { sayMistake } from "./say-mistakes";
export { findingOfRange, ladderRows, sayRangeTest } from "./say-range";
export { sayPlan } from "./say-plan";
export { findingOfGate, sayGate, sayGatePlan, sayNextForGate, sayOutlook } from "./say-gate";
export {
  bestShape,
  comparisonRows,
  sayComparison,
  shapeDifferences,
  type ShapeDifference,
} from "./say-schedules";
export { saySensitivity } from "./say-sensitivity";
export { findingOfBand, rungRows, sayBand, sayUpward } from "./say-upward";
export { sayVerification } from "./say-verification";
export { findingOfVerdict, sayVerdict } from "./say-verdict";
export { sayWarnings } from "./say-warnings";
export {
  blockMarkdown,
  compareWriteUp,
  mask,
  readOrigin,
  settingWords,
  verifyWriteUp,
  writeUp,
  writeUpMarkdown,
  writeUpWords,
  type Block,
  type Comparison,
  type Deviation,
  type Origin,
  type Rerun,
  type Source,
  type Verification,
  type VerifyOptions,
  type WriteUp,
  type WriteUpOptions,
} from "./document";
