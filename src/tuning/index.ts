export { adjustUpward, type Rung, type UpwardAdjustment } from "./adjust-upward";
export { baseline, type Baseline, type SeedSpread } from "./baseline";
export { planBaseline, type BaselineChoices, type BaselinePlan } from "./baseline-plan";
export { planCompareSchedules, type CompareChoices, type ComparisonPlan } from "./compare-plan";
export {
  compareSchedules,
  macroF1Difference,
  type FairComparison,
  type Fairness,
  type FairShape,
  type ScheduleComparison,
  type ShapeResult,
} from "./compare-schedules";
export { gate, type GateOptions, type GateResult } from "./gate";
export { gateQuestions, keptAnswers, type GateAnswers, type GateQuestions } from "./gate-questions";
export type { GateArm } from "./gate-runs";
export { planGate, testHash, type GateChoices, type GatePlan, type PlannedSlice } from "./gate-plan";
export {
  tune,
  type ShapeSearch,
  type TunedSetting,
  type TuneOptions,
  type TuneProgress,
  type Tuning,
} from "./tune";
export { TUNE_MODELS, TUNE_OPTIMIZERS } from "./tune-names";
export { planTune, type TuneChoices, type TunePlan } from "./tune-plan";
export { learningRateFree, type LearningRateFree, type LearningRateFreeChoices } from "./learning-rate-free";
export { dearest, type Carry } from "./joint-carry";
export { factorWords, levelText, type JointFactor, type ScalingRule } from "./joint-factor";
export { planJoint, type JointChoices, type JointCost, type JointLevel, type JointPlan } from "./joint-plan";
export { isClear, type JointRow, type Ridge } from "./joint-ridge";
export { jointStudy, type JointStudy } from "./joint-study";
export { rateBand, type RateBand } from "./rate-band";
export { bestRung, type RateAnswer } from "./range-ladder";
export { defaultRange } from "./range-default";
export { planRangeTest, type RangeChoices, type RangePlan } from "./range-plan";
export { rangeTest, type RangeTest, type Walk } from "./range-test";
export type { WalkReading } from "./range-walk";
export { rateSensitivity, type RateSensitivity } from "./rate-sensitivity";
export {
  logSpaced,
  macroF1s,
  sweepRates,
  type RatePoint,
  type RateSweep,
  type SweepChoices,
} from "./rate-sweep";
export { recordAll, type RecordOptions } from "./record-all";
export { runAll, type RunAllOptions } from "./run-all";
export { declareStudy, type Study } from "./study";
export type { StudyCost, StudyPlan } from "./study-plan";
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
export { planAdjustUpward, type UpwardChoices, type UpwardPlan } from "./upward-plan";
export { usualPeaks, usualShapes, type Shape } from "./usual-shapes";
