import { InputError } from "../../errors";
import type { Features } from "../../features";
import { checkBound } from "../bound-to";
import { checkNumbers } from "../check-run-spec";
import type { Engine, OpenRun, RunOptions, TrainedRun } from "../engine";
import { isEvaluationStep } from "../evaluation-steps";
import { runId } from "../run-id";
import type { Curve, Evaluation, RunRecord } from "../run-record";
import type { RunSpec } from "../run-spec";
import { BUILD } from "./module";
import { openFused } from "./open-run";
import { shareFeatures, type SharedFeatures } from "./shared-features";

/**
 * Trains the built-in classifier as one vectorised WebAssembly step: forward, loss, backward, clipping and update
 * in a single pass over what a batch touches. Same spec, same build: same bits, on any machine and thread.
 */
export const fusedEngine: Engine = {
  name: "fused",
  run: (spec, features, options) => trainFused(spec, shareFeatures(features), options),
};

/**
 * Opens a run of the fused engine to be taken step by step: for replays from a checkpoint and for measurements.
 *
 * @throws InputError when the spec is for another engine, build or features
 * @example
 * const run = await openRun(spec, features);
 * const { loss } = run.advance();
 * run.close();
 */
export async function openRun(spec: RunSpec, features: Features): Promise<OpenRun> {
  const shared = shareFeatures(features);
  check(spec, shared);
  return openFused(spec, shared);
}

/** `fusedEngine.run` on features that lie in shared memory, as a worker thread has them. */
export async function trainFused(
  spec: RunSpec,
  features: SharedFeatures,
  options: RunOptions = {},
): Promise<TrainedRun> {
  check(spec, features);
  const started = performance.now();
  const run = await openFused(spec, features);
  try {
    const record = await observe(run, options);
    return { record, weights: run.weights(), seconds: (performance.now() - started) / 1000 };
  } finally {
    run.close();
  }
}

async function observe(run: OpenRun, options: RunOptions): Promise<RunRecord> {
  const { spec, plannedSteps } = run;
  const stepsPerEpoch = plannedSteps / spec.epochs;
  const measures = ["loss", "rate", "gradientNorm", "updateRatio", "overshoot"] as const;
  const curve = Object.fromEntries(measures.map((name) => [name, [] as number[]])) as Record<
    keyof Curve,
    number[]
  >;
  const evaluations: Evaluation[] = [];
  let predictions: RunRecord["predictions"] = { train: [], validation: [] };
  const evaluate = (step: number): void => {
    const training = run.evaluate("train");
    const validation = run.evaluate("validation");
    evaluations.push({
      step,
      epoch: step / stepsPerEpoch,
      rate: run.rateAt(Math.min(step, plannedSteps - 1)),
      train: training.score,
      validation: validation.score,
    });
    predictions = { train: [...training.labels], validation: [...validation.labels] };
  };
  evaluate(0);
  const limit = (spec.stop.divergenceFactor ?? Infinity) * evaluations[0].train.loss;
  let broken = false;
  while (run.step < plannedSteps && !broken) {
    const report = run.advance();
    for (const name of measures) curve[name].push(report[name]);
    broken = !Number.isFinite(report.loss) || report.loss > limit;
    const { step } = run;
    if (!broken && step < plannedSteps && !isEvaluationStep(step, stepsPerEpoch, spec.evaluationsPerEpoch))
      continue;
    evaluate(step);
    await otherWork();
    options.signal?.throwIfAborted();
    options.onProgress?.({ step, plannedSteps, loss: report.loss });
  }
  const first = evaluations[0].validation.loss;
  const last = evaluations[evaluations.length - 1].validation.loss;
  return {
    kind: "run-record",
    id: runId(spec),
    spec,
    // A run that ends with a higher validation loss than it began with has diverged, however smoothly.
    status: broken || !(last <= first) ? "diverged" : "done",
    steps: run.step,
    plannedSteps,
    curve,
    evaluations,
    predictions,
  };
}

/** Lets messages of other threads, timers and interrupts in. */
function otherWork(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

function check(spec: RunSpec, features: SharedFeatures): void {
  if (spec.engine.name !== "fused") {
    throw new InputError(`run spec: asks for the ${spec.engine.name} engine, not for the fused one`);
  }
  if (spec.engine.build !== BUILD) {
    throw new InputError(
      `run spec: asks for build ${spec.engine.build} of the fused engine, but this is ${BUILD}; make the spec anew`,
    );
  }
  checkNumbers(spec);
  const { train, validation } = features.splits;
  checkBound(spec, { ...features, splits: { train: train.rows, validation: validation.rows } });
}
