/**
 * What the learning rate is at each step. `spec.ts` says what the parameters' names mean; all lengths are
 * optimizer steps, and `floor` is a fraction of the peak.
 */
export { constant } from "./constant";
export { cosine } from "./cosine";
export { cosineRestarts } from "./cosine-restarts";
export { expRange, triangular, triangular2 } from "./cyclic";
export { describe } from "./describe";
export { exponential } from "./exponential";
export { fromSpec, parseSpec, scheduleKinds } from "./from-spec";
export { geometric } from "./geometric";
export { inverseSqrt } from "./inverse-sqrt";
export { inverseTime } from "./inverse-time";
export { join, type JoinPart } from "./join";
export { linear } from "./linear";
export { meanRate, peakForMeanRate } from "./mean-rate";
export { oneCycle } from "./one-cycle";
export { peakOf, withPeak } from "./peak";
export { piecewise } from "./piecewise";
export { polynomial } from "./polynomial";
export {
  reduceOnPlateau,
  type PlateauSpec,
  type PlateauState,
  type ReduceOnPlateau,
} from "./reduce-on-plateau";
export { scaled } from "./scaled";
export { isSchedule, type Schedule } from "./schedule";
export type {
  ConstantSpec,
  CosineRestartsSpec,
  CosineSpec,
  ExponentialSpec,
  ExpRangeSpec,
  GeometricSpec,
  InverseSqrtSpec,
  InverseTimeSpec,
  JoinPartSpec,
  JoinSpec,
  LinearSpec,
  MomentumRange,
  OneCycleSpec,
  PiecewiseSpec,
  PolynomialSpec,
  ScaledSpec,
  ScheduleOptions,
  ScheduleSpec,
  StepSpec,
  Triangular2Spec,
  TriangularSpec,
  WarmupSpec,
  WarmupStableDecaySpec,
} from "./spec";
export { scheduleSnippets, type ScheduleSnippets } from "./snippets/snippets";
export { step } from "./step";
export { warmup } from "./warmup";
export { warmupStableDecay } from "./warmup-stable-decay";
