/**
 * lr-lab: which learning rate and schedule should I ship, and how do I know?
 *
 * The way of the work: `loadDataset` -> `buildFeatures` -> `runSpec` -> `train` -> `diagnose`, then the studies
 * (`adjustUpward`, `sweepRates`, `compareSchedules`) and `judge`; `show` puts any of it into a notebook's cell.
 *
 * @packageDocumentation
 */
export { InputError, LrLabError, WorkError } from "./errors";

// Data
export {
  canonicalJson,
  contentHash,
  createRandom,
  datasetFromCsv,
  fiveGramJaccard,
  frameTable,
  generateCsv,
  loadDataset,
  loadPhraseBank,
  nearestTrainJaccard,
  summarise,
  toFrame,
  type Dataset,
  type DatasetOptions,
  type DatasetSummary,
  type DataWarning,
  type Frame,
  type Message,
  type PhraseBank,
  type Random,
  type Split,
} from "./data";

// Metrics
export {
  accuracy,
  confusionMatrix,
  crossEntropy,
  expectedCalibrationError,
  macroF1,
  perClass,
  type ClassScore,
} from "./metrics";

// Features
export {
  buildFeatures,
  DEFAULT_FEATURES,
  featurize,
  type Features,
  type FeatureSpec,
  type FeatureSplit,
  type SparseRows,
} from "./features";

// Schedules
export {
  constant,
  cosine,
  cosineRestarts,
  describe,
  exponential,
  expRange,
  fromSpec,
  geometric,
  inverseSqrt,
  inverseTime,
  join,
  linear,
  oneCycle,
  parseSpec,
  peakOf,
  piecewise,
  polynomial,
  reduceOnPlateau,
  scaled,
  step,
  triangular,
  triangular2,
  warmup,
  warmupStableDecay,
  withPeak,
  type JoinPart,
  type PlateauSpec,
  type PlateauState,
  type ReduceOnPlateau,
  type Schedule,
  type ScheduleSpec,
} from "./schedules";

// Training
export {
  chooseBackend,
  plannedSteps,
  predict,
  runId,
  runSpec,
  specDifferences,
  train,
  type Backend,
  type ChosenBackend,
  type Evaluation,
  type ModelSpec,
  type ModelWeights,
  type OptimizerSpec,
  type Prediction,
  type RunChoices,
  type RunOptions,
  type RunRecord,
  type RunSpec,
  type SplitScore,
  type StopRule,
  type TrainedRun,
  type WeightArray,
} from "./training";

// Signals
export { diagnose, type Diagnosis, type Finding } from "./signals";

// Evaluation
export {
  assertOneFactor,
  judge,
  meanInterval,
  pairedDifference,
  sliceAccuracy,
  slicesOf,
  spearman,
  wrongLabelsLearned,
  type Criterion,
  type Estimate,
  type Slice,
  type Verdict,
  type VerdictRules,
} from "./evaluation";

// Tuning
export {
  adjustUpward,
  compareSchedules,
  declareStudy,
  defaultRange,
  finalOf,
  logSpaced,
  macroF1Difference,
  rangeTest,
  rateBand,
  runAll,
  sweepRates,
  type CompareChoices,
  type RangeChoices,
  type RangeTest,
  type RateAnswer,
  type RateBand,
  type RatePoint,
  type RateSweep,
  type RunAllOptions,
  type Rung,
  type ScheduleComparison,
  type Shape,
  type ShapeResult,
  type Study,
  type SweepChoices,
  type UpwardAdjustment,
  type Walk,
  type WalkReading,
} from "./tuning";

// Charts
export {
  differenceChart,
  lossChart,
  rangeChart,
  rateChart,
  scheduleChart,
  sweepSeries,
  type Chart,
  type DifferenceChartOptions,
  type DifferenceRow,
  type RateChartOptions,
  type RateSeries,
  type RunGroup,
  type ScheduleCurve,
} from "./charts";

// Write-up: sentences computed from runs
export {
  bestShape,
  findingOfBand,
  findingOfRange,
  findingOfVerdict,
  ladderRows,
  rungRows,
  sayBand,
  sayComparison,
  sayFindings,
  sayNextStep,
  sayRangeTest,
  sayRuns,
  sayUpward,
  sayVerdict,
  shapeDifferences,
  type Found,
  type ShapeDifference,
} from "./writeup";

// Notebook
export {
  escapeMarkdown,
  finding,
  progress,
  registerRenderer,
  show,
  showMarkdown,
  table,
  type Progress,
  type Table,
  type TableOptions,
} from "./notebook";
