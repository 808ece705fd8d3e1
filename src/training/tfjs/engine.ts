import { createRandom } from "../../data";
import { InputError } from "../../errors";
import type { Features } from "../../features";
import { fromSpec, type Schedule } from "../../schedules";
import { checkBound } from "../bound-to";
import { checkNumbers } from "../check-run-spec";
import type { Engine, RunOptions, TrainedRun } from "../engine";
import { isEvaluationStep } from "../evaluation-steps";
import { runId } from "../run-id";
import type { Curve, Evaluation, RunRecord } from "../run-record";
import type { RunSpec } from "../run-spec";
import { initialWeights } from "../weights";
import { chooseBackend, type ChosenBackend } from "./backend";
import { scoreSplit } from "./evaluate";
import { createVariables, readWeights } from "./network";
import { takeRows } from "./sparse-bag";
import { createStepper } from "./stepper";

/**
 * Trains the built-in classifier with TensorFlow.js: seeded weights, a seeded order of messages in each epoch
 * (the last batch of an epoch may be smaller), the rate of `schedule(step)` rounded to float32, and training and
 * validation scored `evaluationsPerEpoch` times an epoch. Reproducible on one backend within float32 rounding.
 */
export const tfjsEngine: Engine = {
  name: "tfjs",
  async run(spec, features, options = {}) {
    const chosen = await chooseBackend();
    check(spec, features, chosen);
    const started = performance.now();
    const trained = await train(spec, features, chosen, options);
    return { ...trained, seconds: (performance.now() - started) / 1000 };
  },
};

async function train(
  spec: RunSpec,
  features: Features,
  chosen: ChosenBackend,
  options: RunOptions,
): Promise<Omit<TrainedRun, "seconds">> {
  const { tf } = chosen;
  const { train: rows } = features.splits;
  const schedule = fromSpec(spec.schedule);
  const initial = initialWeights(spec.model, rows.x.columns, features.labels.length, spec.seeds.init);
  const variables = createVariables(tf, initial);
  const stepper = createStepper(chosen, spec, variables);
  const order = createRandom(spec.seeds.order);
  const stepsPerEpoch = Math.ceil(rows.x.rows / spec.batchSize);
  const plannedSteps = stepsPerEpoch * spec.epochs;
  const curve: Record<keyof Curve, number[]> = {
    loss: [],
    rate: [],
    gradientNorm: [],
    updateRatio: [],
    overshoot: [],
  };
  const evaluations: Evaluation[] = [];
  let predictions: RunRecord["predictions"] = { train: [], validation: [] };
  const evaluate = (step: number): void => {
    const training = scoreSplit(chosen, variables, rows);
    const validation = scoreSplit(chosen, variables, features.splits.validation);
    const rate = rateAt(schedule, Math.min(step, plannedSteps - 1));
    evaluations.push({
      step,
      epoch: step / stepsPerEpoch,
      rate,
      train: training.score,
      validation: validation.score,
    });
    predictions = { train: training.labels, validation: validation.labels };
  };
  try {
    evaluate(0);
    const limit = (spec.stop.divergenceFactor ?? Infinity) * evaluations[0].train.loss;
    let permutation = new Int32Array(0);
    let step = 0;
    let broken = false;
    while (step < plannedSteps && !broken) {
      const within = step % stepsPerEpoch;
      if (within === 0) permutation = Int32Array.from(order.shuffle([...rows.y.keys()]));
      const picked = permutation.subarray(within * spec.batchSize, (within + 1) * spec.batchSize);
      const batch = takeRows(rows.x, picked);
      const labels = picked.map((row) => rows.y[row]);
      const report = stepper.take(batch, labels, rateAt(schedule, step), schedule.momentum?.(step));
      for (const name of Object.keys(curve) as (keyof Curve)[]) curve[name].push(report[name]);
      const { loss } = report;
      step++;
      broken = !Number.isFinite(loss) || loss > limit;
      if (
        broken ||
        step === plannedSteps ||
        isEvaluationStep(step, stepsPerEpoch, spec.evaluationsPerEpoch)
      ) {
        evaluate(step);
        await tf.nextFrame();
        options.signal?.throwIfAborted();
        options.onProgress?.({ step, plannedSteps, loss });
      }
    }
    const first = evaluations[0].validation.loss;
    const last = evaluations[evaluations.length - 1].validation.loss;
    const record: RunRecord = {
      kind: "run-record",
      id: runId(spec),
      spec,
      // A run that ends with a higher validation loss than it began with has diverged, however smoothly.
      status: broken || !(last <= first) ? "diverged" : "done",
      steps: step,
      plannedSteps,
      curve,
      evaluations,
      predictions,
    };
    return { record, weights: readWeights(variables, initial) };
  } finally {
    stepper.dispose();
    tf.dispose(variables);
  }
}

/** The schedule's rate as the float32 that the update uses. */
function rateAt(schedule: Schedule, step: number): number {
  return Math.fround(schedule(step));
}

function check(spec: RunSpec, features: Features, chosen: ChosenBackend): void {
  checkNumbers(spec);
  const { train, validation } = features.splits;
  checkBound(spec, { ...features, splits: { train: train.x.rows, validation: validation.x.rows } });
  const { engine } = spec;
  if (engine.name !== "tfjs") {
    throw new InputError(`run spec: engine.name must be tfjs for TensorFlow.js, found "${engine.name}"`);
  }
  if (engine.backend !== chosen.backend || engine.build !== chosen.build) {
    throw new InputError(
      `run spec: asks for TensorFlow.js ${engine.build} on ${engine.backend}, but this process runs ` +
        `${chosen.build} on ${chosen.backend}; set LR_LAB_BACKEND=${engine.backend} or make the spec anew`,
    );
  }
}
