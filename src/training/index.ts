export type {
  Backend,
  EngineSpec,
  ModelSpec,
  OptimizerSpec,
  ProdigySpec,
  RunSpec,
  StopRule,
} from "./run-spec";
export type { Curve, Evaluation, RunRecord, SplitScore } from "./run-record";
export type {
  Checkpoint,
  Engine,
  OpenRun,
  RecordedRun,
  RunOptions,
  RunSoFar,
  StepReport,
  TrainedRun,
} from "./engine";
export type { SharedFeatures } from "./fused/shared-features";
export type { ModelWeights, WeightArray } from "./weights";
export type { Prediction } from "./predict";
export type { ChosenBackend } from "./tfjs/backend";
export { finalOf } from "./run-record";
export { runId, specDifferences } from "./run-id";
export { checkRunSpec } from "./check-run-spec";
export { checkScheduleLength } from "./check-schedule-length";
export { plannedSteps, runSpec, type RunChoices } from "./make-run-spec";
export { initialWeights } from "./weights";
export { predict } from "./predict";
export { recordRun, train } from "./train";
export { chooseBackend } from "./tfjs/backend";
export { tfjsEngine } from "./tfjs/engine";
export { fusedEngine, openRun, recordFused, trainFused } from "./fused/engine";
export { shareFeatures } from "./fused/shared-features";
export { fusedRuns } from "./fused/wasm";
export {
  decodeModel,
  encodeModel,
  MODEL_JSON,
  MODEL_WEIGHTS,
  predictTexts,
  servedModel,
  type ModelFiles,
  type ServedModel,
  type TextPrediction,
} from "./model-file";
export { denseRows, layersModelFiles, toLayersModel } from "./tfjs/layers-model";
export { BUILD as FUSED_BUILD } from "./fused/module";
export { foundRate, PRODIGY } from "./prodigy";
export { withoutIdleDecay } from "./idle-decay";
