// How runs of the fused engine break: they say so, hide nothing, and harm nobody beside them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { canonicalJson } from "../../src/data";
import {
  openRun,
  runSpec,
  shareFeatures,
  train,
  type ModelSpec,
  type RunChoices,
  type RunSpec,
} from "../../src/training";
import { advance, bitsOf, OPTIMIZERS } from "./fused-parts";
import { randomFeatures } from "./reference";

const features = randomFeatures({ rows: 120, columns: 30, classes: 5 });
const MODELS: readonly ModelSpec[] = [{ kind: "linear" }, { kind: "mlp", hidden: 9 }];
const specOf = (change: Partial<RunChoices>): Promise<RunSpec> =>
  runSpec(features, { schedule: 0.1, batchSize: 16, epochs: 4, engine: "fused", ...change });

describe("a rate far too high", () => {
  for (const model of MODELS) {
    for (const [name, optimizer] of OPTIMIZERS) {
      test(`${model.kind}, ${name}: ends as diverged, and its record has the shape of any other`, async () => {
        for (const stop of [{ divergenceFactor: null }, { divergenceFactor: 3 }]) {
          const { record, weights } = await train(
            await specOf({ model, optimizer, schedule: 1e6, stop }),
            features,
          );
          const { curve, evaluations, predictions, steps } = record;
          assert.equal(record.status, "diverged");
          assert.ok(steps >= 1 && steps <= record.plannedSteps);
          for (const measure of Object.values(curve)) assert.equal(measure.length, steps);
          assert.ok(
            curve.loss.slice(0, -1).every(Number.isFinite),
            "it ends at the first that is not finite",
          );
          if (stop.divergenceFactor !== null) {
            const limit = 3 * evaluations[0].train.loss;
            assert.ok(!(curve.loss[steps - 1] <= limit), "the stop rule ended it");
            assert.ok(curve.loss.slice(0, -1).every((loss) => loss <= limit));
          }
          assert.equal(evaluations[evaluations.length - 1].step, steps);
          assert.equal(predictions.train.length, 120);
          assert.ok(
            predictions.train.every((label) => Number.isInteger(label) && label >= 0 && label < 5),
            "labels are labels",
          );
          assert.deepEqual(JSON.parse(canonicalJson(record)).predictions, predictions);
          assert.equal(weights.arrays.length, model.kind === "linear" ? 2 : 4);
        }
      });
    }
  }

  test("a loss that is not finite updates nothing, at this step and at the next ones", async () => {
    for (const model of MODELS) {
      const run = await openRun(await specOf({ model, optimizer: { kind: "sgd" } }), features);
      let report = run.advance(3e38);
      for (let i = 0; i < 10 && Number.isFinite(report.loss); i++) report = run.advance(3e38);
      assert.ok(!Number.isFinite(report.loss));
      const before = bitsOf(run);
      report = run.advance(0.1);
      assert.ok(!Number.isFinite(report.loss));
      assert.equal(report.updateRatio, 0);
      assert.ok(Number.isNaN(report.gradientNorm));
      assert.deepEqual(bitsOf(run), before);
      run.close();
    }
  });
});

describe("weights that are not numbers", () => {
  test("are seen through a hidden layer, by steps and evaluations", async () => {
    for (const hidden of [8, 9]) {
      const spec = await specOf({ model: { kind: "mlp", hidden }, optimizer: { kind: "sgd" } });
      const run = await openRun(spec, features);
      run.advance(NaN);
      assert.ok(run.weights().arrays[0].values.some(Number.isNaN));
      assert.ok(Number.isNaN(run.evaluate("train").score.loss));
      assert.ok(Number.isNaN(run.advance(0.1).loss));
      run.close();
    }
  });

  // A rate that overflows float32 turns even a row's padding into NaN.
  const optimizer = { kind: "momentum", momentum: 0.9, nesterov: true } as const;
  const schedule = 3e38;
  test("nesterov at 3e38: ends as diverged and writes into no memory but its own", async () => {
    const many = randomFeatures({ rows: 1000, columns: 30, classes: 5 });
    for (const hidden of [1, 9]) {
      const model = { kind: "mlp", hidden } as const;
      const choices = { model, batchSize: 1000, epochs: 4, engine: "fused" } as const;
      const broken = await runSpec(many, { ...choices, optimizer, schedule });
      const sound = await runSpec(many, { ...choices, optimizer: { kind: "sgd" }, schedule: 0.1 });
      const first = await openRun(broken, many);
      const beside = await openRun(sound, many);
      const alone = await openRun(sound, many);
      advance(beside, 1);
      advance(alone, 1);
      first.advance();
      assert.ok(Number.isNaN(first.advance().loss));
      assert.deepEqual(beside.checkpoint().state, alone.checkpoint().state);
      assert.deepEqual(advance(beside), advance(alone));
      for (const run of [first, beside, alone]) run.close();
      const { record } = await train(broken, many);
      assert.equal(record.status, "diverged");
    }
    assert.ok(shareFeatures(many).memory.buffer.byteLength > 0);
  });
});
