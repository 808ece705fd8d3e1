export type { Finding as Found } from "./found";
export { sayFindings, sayNextStep, sayRuns } from "./say-baseline";
export { lossDifference, sayEngines } from "./say-engines";
export { flipRows, sayFlips } from "./say-flips";
export { invarianceRows, sayInvariance } from "./say-invariance";
export { sayMemorisation } from "./say-memorisation";
export { findingOfRange, ladderRows, sayRangeTest } from "./say-range";
export {
  bestShape,
  findingOfVerdict,
  sayComparison,
  sayVerdict,
  shapeDifferences,
  type ShapeDifference,
} from "./say-schedules";
export { findingOfBand, rungRows, sayBand, sayUpward } from "./say-upward";
