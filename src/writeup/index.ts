export type { Finding as Found } from "./found";
export { sayFindings, sayNextStep, sayRuns } from "./say-baseline";
export { lossDifference, sayEngines } from "./say-engines";
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
