export type { Finding as Found } from "./found";
export { sayFindings, sayNextStep, sayRuns } from "./say-baseline";
export { lossDifference, sayEngines } from "./say-engines";
export { findingOfRange, ladderRows, sayRangeTest } from "./say-range";
export { findingOfGate, sayGate, sayGatePlan, sayNextForGate, sayOutlook } from "./say-gate";
export { bestShape, sayComparison, shapeDifferences, type ShapeDifference } from "./say-schedules";
export { findingOfBand, rungRows, sayBand, sayUpward } from "./say-upward";
export { findingOfVerdict, sayVerdict } from "./say-verdict";
