export { adjustUpward, type Rung, type UpwardAdjustment } from "./adjust-upward";
export {
  compareSchedules,
  macroF1Difference,
  type CompareChoices,
  type ScheduleComparison,
  type Shape,
  type ShapeResult,
} from "./compare-schedules";
export { rateBand, type RateBand } from "./rate-band";
export {
  finalOf,
  logSpaced,
  sweepRates,
  type RatePoint,
  type RateSweep,
  type SweepChoices,
} from "./rate-sweep";
export { runAll, type RunAllOptions } from "./run-all";
export { declareStudy, type Study } from "./study";
