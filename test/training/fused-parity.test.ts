// The fused engine against TensorFlow.js on messages of the project: the same trajectory, measures and labels, for
// every optimizer and option.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cosine } from "../../src/schedules";
import { runSpec, train, type RunChoices, type TrainedRun } from "../../src/training";
import { OPTIMIZERS } from "./fused-parts";
import { smallFeatures } from "./helpers";

const features = smallFeatures();
const OPTIONS: readonly Partial<RunChoices>[] = [
  {},
  { clipNorm: 0.2 },
  { labelSmoothing: 0.1 },
  { clipNorm: 0.2, labelSmoothing: 0.1 },
];
const SMALLEST = { loss: 0.01, gradientNorm: 0.01, updateRatio: 1e-4, overshoot: 0.1 };

async function both(choices: RunChoices): Promise<{ fused: TrainedRun; tfjs: TrainedRun }> {
  const run = async (engine: "fused" | "tfjs"): Promise<TrainedRun> =>
    train(await runSpec(features, { ...choices, engine }), features);
  return { fused: await run("fused"), tfjs: await run("tfjs") };
}

/** Curves and weights to a relative tolerance, and shares of right labels to .3 points. */
function sameTrajectory({ fused, tfjs }: { fused: TrainedRun; tfjs: TrainedRun }, tolerance: number): void {
  const [found, expected] = [fused.record, tfjs.record];
  assert.deepEqual([found.steps, found.status], [expected.steps, expected.status]);
  if (found.spec.optimizer.kind !== "prodigy") assert.deepEqual(found.curve.rate, expected.curve.rate);
  expected.curve.rate.forEach((rate, t) =>
    assert.ok(Math.abs(found.curve.rate[t] - rate) <= tolerance * rate, `rate of step ${t}`),
  );
  for (const name of ["loss", "gradientNorm", "updateRatio", "overshoot"] as const) {
    expected.curve[name].forEach((value, t) => {
      const allowed = tolerance * Math.max(SMALLEST[name], Math.abs(value));
      const off = Math.abs(found.curve[name][t] - value);
      assert.ok(off <= allowed, `${name} of step ${t}: ${found.curve[name][t]} instead of ${value}`);
    });
  }
  fused.weights.arrays.forEach(({ name, values }, i) => {
    const others = tfjs.weights.arrays[i].values;
    const largest = others.reduce((most, value) => Math.max(most, Math.abs(value)), 0.01);
    values.forEach((value, k) => {
      const near = Math.abs(value - others[k]) <= tolerance * largest;
      assert.ok(near, `${name}[${k}]: ${value} instead of ${others[k]}`);
    });
  });
  found.evaluations.forEach(({ train, validation }, i) => {
    for (const [score, other] of [
      [train, expected.evaluations[i].train],
      [validation, expected.evaluations[i].validation],
    ]) {
      assert.ok(Math.abs(score.loss - other.loss) <= tolerance * other.loss);
      assert.ok(Math.abs(score.accuracy - other.accuracy) <= 0.003);
      assert.ok(Math.abs(score.macroF1 - other.macroF1) <= 0.003);
    }
  });
}

describe("the fused engine and TensorFlow.js", () => {
  for (const [i, [name, optimizer, peak]] of OPTIMIZERS.entries()) {
    const option = OPTIONS[i % OPTIONS.length];
    const model = i % 3 === 0 ? ({ kind: "linear" } as const) : ({ kind: "mlp", hidden: 13 } as const);
    const choices = { model, optimizer, batchSize: 32, seed: 2 };

    test(`${name}, ${model.kind}: one step with and without options, to 1e-5`, async () => {
      for (const change of OPTIONS.slice(0, 3)) {
        const one = { ...choices, ...change, schedule: peak, batchSize: 1000, epochs: 1 };
        sameTrajectory(await both(one), 1e-5);
      }
    });

    test(`${name}, ${model.kind}, ${JSON.stringify(option)}: 100 steps to 1e-3, and the same labels`, async () => {
      const schedule = cosine({ peak, steps: 100 });
      const runs = await both({ ...choices, ...option, schedule, epochs: 20 });
      assert.equal(runs.fused.record.steps, 100);
      sameTrajectory(runs, 1e-3);
      for (const split of ["train", "validation"] as const) {
        const [a, b] = [runs.fused.record.predictions[split], runs.tfjs.record.predictions[split]];
        const same = a.filter((label, row) => label === b[row]).length;
        assert.ok(same >= 0.997 * a.length, `${same} of ${a.length} labels of ${split}`);
      }
    });
  }
});
