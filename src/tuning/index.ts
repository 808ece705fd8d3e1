export { adjustUpward, type Rung, type UpwardAdjustment } from "./adjust-upward";
export {
  compareSchedules,
  macroF1Difference,
  type CompareChoices,
  type ScheduleComparison,
  type Shape,
  type ShapeResult,
} from "./compare-schedules";
export { gate, type GateArm, type GateOptions, type GateResult } from "./gate";
export { planGate, testHash, type GateChoices, type GatePlan, type PlannedSlice } from "./gate-plan";
export {
  tune,
  type ShapeSearch,
  type TunedSetting,
  type TuneOptions,
  type TuneProgress,
  type Tuning,
} from "./tune";
export { planTune, type TuneChoices, type TunePlan } from "./tune-plan";
export { dearest, type Carry } from "./joint-carry";
export { factorWords, levelText, type JointFactor, type ScalingRule } from "./joint-factor";
export { planJoint, type JointChoices, type JointCost, type JointLevel, type JointPlan } from "./joint-plan";
export { isClear, type JointRow, type Ridge } from "./joint-ridge";
export { jointStudy, type JointStudy } from "./joint-study";
export { rateBand, type RateBand } from "./rate-band";
export type { RateAnswer } from "./range-ladder";
export { defaultRange } from "./range-default";
export { rangeTest, type RangeChoices, type RangeTest, type Walk } from "./range-test";
export type { WalkReading } from "./range-walk";
export { logSpaced, sweepRates, type RatePoint, type RateSweep, type SweepChoices } from "./rate-sweep";
export { runAll, type RunAllOptions } from "./run-all";
export { declareStudy, type Study } from "./study";
export {
  checkStore,
  listRuns,
  openingsOf,
  openStore,
  pruneStore,
  resolveId,
  type Damage,
  type ListedRun,
  type Opening,
  type Pruned,
  type RunStore,
  type StoreCheck,
  type StoredRun,
  type StoreOptions,
} from "./store";
export { planSweep, type PlannedRun, type SweepPlan, type SweepPoint } from "./sweep-plan";
export { readSweep, type HalvingRule, type RunSeeds, type SweepData, type SweepSpec } from "./sweep-spec";
export { engineChoice, type SweepGround } from "./sweep-run";
export {
  runSweep,
  type Executor,
  type SweepOptions,
  type SweepOutcome,
  type SweepProgress,
  type SweepResult,
} from "./run-sweep";
export { runHalving, type HalvingResult, type Rung as HalvingRung } from "./halving";
export { estimateSweep, type SweepEstimate } from "./sweep-estimate";
export { sweepExecutor } from "./sweep-executor";
export { bestPoint, edgesOf, summarisePoints, type PointSummary, type Spread } from "./sweep-points";
