import { InputError } from "../../errors";
import type { Features } from "../../features";
import { fromSpec } from "../../schedules";
import { checkBound } from "../bound-to";
import { checkNumbers } from "../check-run-spec";
import type { Engine, Observed, RunOptions, TrainedRun } from "../engine";
import { EpochOrder } from "../epoch-order";
import { observe } from "../observe";
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
  const { x, y } = features.splits.train;
  const schedule = fromSpec(spec.schedule);
  const initial = initialWeights(spec.model, x.columns, features.labels.length, spec.seeds.init);
  const variables = createVariables(tf, initial);
  const stepper = createStepper(chosen, spec, variables);
  const order = new EpochOrder(x.rows, spec.seeds.order);
  const stepsPerEpoch = Math.ceil(x.rows / spec.batchSize);
  const rateAt = (step: number): number => Math.fround(schedule(step));
  let step = 0;
  const run: Observed = {
    spec,
    plannedSteps: stepsPerEpoch * spec.epochs,
    get step() {
      return step;
    },
    rateAt,
    get scale() {
      return stepper.scale();
    },
    advance: () => {
      const from = (step % stepsPerEpoch) * spec.batchSize;
      const picked = Int32Array.from(
        order.of(Math.floor(step / stepsPerEpoch)).slice(from, from + spec.batchSize),
      );
      const labels = picked.map((row) => y[row]);
      const report = stepper.take(takeRows(x, picked), labels, rateAt(step), schedule.momentum?.(step));
      step++;
      return report;
    },
    evaluate: (split) => scoreSplit(chosen, variables, features.splits[split]),
  };
  try {
    const record = await observe(run, options);
    return { record, weights: readWeights(variables, initial) };
  } finally {
    stepper.dispose();
    tf.dispose(variables);
  }
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
