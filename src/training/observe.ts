import type { Observed, RunOptions, RunSoFar } from "./engine";
import { isEvaluationStep } from "./evaluation-steps";
import { runId } from "./run-id";
import { finalOf, type Curve, type Evaluation, type RunRecord } from "./run-record";

/** A run that somebody watches or may interrupt lets other work in at least this often, between two steps. */
const PAUSE_MS = 25;

/**
 * Takes a run to its end and records it, the same way for every engine: each step's measures, training and validation
 * at the evaluation steps, and how it ended. A loss that is not finite, or one that the stop rule refuses, ends it; so
 * does an interrupt, after which the weights are scored once more, where they are.
 */
export async function observe(run: Observed, options: RunOptions): Promise<RunRecord> {
  const { spec, plannedSteps } = run;
  const stepsPerEpoch = plannedSteps / spec.epochs;
  const curve: Record<keyof Curve, number[]> = {
    loss: [],
    rate: [],
    gradientNorm: [],
    updateRatio: [],
    overshoot: [],
  };
  const measures = Object.keys(curve) as (keyof Curve)[];
  const evaluations: Evaluation[] = [];
  let predictions: RunRecord["predictions"] = { train: [], validation: [] };
  const evaluate = (): void => {
    const { step } = run;
    const training = run.evaluate("train");
    const validation = run.evaluate("validation");
    evaluations.push({
      step,
      epoch: step / stepsPerEpoch,
      rate: step < plannedSteps ? Math.fround(run.scale * run.rateAt(step)) : curve.rate[step - 1],
      train: training.score,
      validation: validation.score,
    });
    predictions = { train: Array.from(training.labels), validation: Array.from(validation.labels) };
  };
  evaluate();
  const { onStep, interrupt } = options;
  const soFar: RunSoFar = {
    spec,
    get step() {
      return run.step;
    },
    plannedSteps,
    curve,
    evaluations,
  };
  let paused = performance.now();
  const limit = (spec.stop.divergenceFactor ?? Infinity) * evaluations[0].train.loss;
  let broken = false;
  while (run.step < plannedSteps && !broken && !interrupt?.aborted) {
    const report = run.advance();
    for (const name of measures) curve[name].push(report[name]);
    const { loss } = report;
    broken = !Number.isFinite(loss) || loss > limit;
    const due =
      run.step === plannedSteps || isEvaluationStep(run.step, stepsPerEpoch, spec.evaluationsPerEpoch);
    if (broken || due) evaluate();
    onStep?.(soFar);
    // The clock only spaces the pauses of a run that is watched.
    if (broken || due || ((onStep || interrupt) && performance.now() - paused >= PAUSE_MS)) {
      await otherWork();
      paused = performance.now();
      options.signal?.throwIfAborted();
    }
    if (broken || due) options.onProgress?.({ step: run.step, plannedSteps, loss });
  }
  const interrupted = run.step < plannedSteps && !broken;
  if (interrupted && finalOf({ evaluations }).step < run.step) evaluate();
  const first = evaluations[0].validation.loss;
  const last = finalOf({ evaluations }).validation.loss;
  return {
    kind: "run-record",
    id: runId(spec),
    spec,
    // A run that ends with a higher validation loss than it began with has diverged, however smoothly.
    status: interrupted ? "interrupted" : broken || !(last <= first) ? "diverged" : "done",
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
