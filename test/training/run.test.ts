// What a run is on each engine: a pure function of its spec, its record, and how it ends.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { canonicalJson } from "../../src/data";
import { cosine, fromSpec, oneCycle, warmup } from "../../src/schedules";
import {
  chooseBackend,
  predict,
  runId,
  runSpec,
  train,
  type OptimizerSpec,
  type RunChoices,
  type TrainedRun,
} from "../../src/training";
import { smallFeatures } from "./helpers";

const features = smallFeatures();
const quick: RunChoices = { schedule: 0.1, model: { kind: "mlp", hidden: 8 }, batchSize: 32, epochs: 2 };
const values = ({ weights }: TrainedRun): number[][] => weights.arrays.map((array) => [...array.values]);

for (const engine of ["fused", "tfjs"] as const) {
  const run = async (change: Partial<RunChoices> = {}): Promise<TrainedRun> =>
    train(await runSpec(features, { ...quick, engine, ...change }), features);

  describe(`${engine}: a run is a function of its spec`, () => {
    test("the same spec twice: the same record, id and weights", async () => {
      const [a, b] = [await run(), await run()];
      assert.deepEqual(b.record, a.record);
      assert.deepEqual(values(b), values(a));
      assert.equal(a.record.id, runId(a.record.spec));
      assert.match(a.record.id, /^[0-9a-f]{64}$/);
    });

    test("seeds of the initial weights and of the order of messages each matter alone", async () => {
      const base = await run({ seed: { init: 1, order: 1 } });
      assert.deepEqual((await run({ seed: 1 })).record, base.record);
      const init = await run({ seed: { init: 2, order: 1 } });
      const order = await run({ seed: { init: 1, order: 2 } });
      assert.equal(new Set([base, init, order].map(({ record }) => record.id)).size, 3);
      // Step 0, before any update: the order changes nothing yet, the weights do.
      assert.deepEqual(order.record.evaluations[0], base.record.evaluations[0]);
      assert.notDeepEqual(init.record.evaluations[0], base.record.evaluations[0]);
      assert.notEqual(order.record.curve.loss[0], base.record.curve.loss[0], "another first batch");
      assert.notDeepEqual(values(order), values(base));
      assert.notDeepEqual(values(init), values(base));
    });

    test("watching changes nothing", async () => {
      const seen: { step: number; plannedSteps: number; loss: number }[] = [];
      const spec = await runSpec(features, { ...quick, engine, evaluationsPerEpoch: 2 });
      const { record } = await train(spec, features, { onProgress: (progress) => seen.push(progress) });
      assert.deepEqual(
        seen.map(({ step }) => step),
        record.evaluations.slice(1).map(({ step }) => step),
      );
      assert.ok(seen.every((p) => p.plannedSteps === 10 && p.loss === record.curve.loss[p.step - 1]));
      assert.deepEqual((await train(spec, features)).record, record);
    });
  });

  describe(`${engine}: the record`, () => {
    test("rates in the curve are the schedule's, rounded to float32; the last batch is the rest", async () => {
      const schedule = warmup(cosine({ peak: 0.3, steps: 8, floor: 0.01 }), { steps: 3 });
      const { record } = await run({ schedule });
      assert.equal(record.steps, 10);
      assert.deepEqual(
        record.curve.rate,
        Array.from({ length: 10 }, (_, t) => Math.fround(schedule(t))),
      );
      const again = fromSpec(record.spec.schedule);
      assert.deepEqual(
        record.evaluations.map(({ step, epoch, rate }) => ({ step, epoch, rate })),
        [0, 5, 10].map((step) => ({ step, epoch: step / 5, rate: Math.fround(again(Math.min(step, 9))) })),
      );
    });

    test("a batch larger than the data is one step an epoch; its first loss is the loss of the split", async () => {
      const { record } = await run({ batchSize: 1000 });
      assert.equal(record.steps, 2);
      for (const [t, evaluation] of record.evaluations.slice(0, 2).entries()) {
        assert.ok(Math.abs(record.curve.loss[t] - evaluation.train.loss) < 1e-5);
      }
    });

    test("the curve has every measure of every step, float32", async () => {
      const { record } = await run({ clipNorm: 0.1 });
      const { loss, rate, gradientNorm, updateRatio, overshoot } = record.curve;
      for (const measure of [loss, rate, gradientNorm, updateRatio, overshoot]) {
        assert.equal(measure.length, record.steps);
        assert.deepEqual(measure, measure.map(Math.fround));
      }
      assert.ok(
        gradientNorm.every((norm) => norm > 0.1),
        "before clipping",
      );
      assert.ok(updateRatio.every((ratio) => ratio > 0 && ratio < 1));
      assert.ok(overshoot[0] === 0 && overshoot.every((value) => value >= -1 && value <= 1));
    });

    test("label smoothing is in the loss of the steps and not in the evaluations", async () => {
      const lossesOf = async (labelSmoothing: number): Promise<[number, number]> => {
        const { record } = await run({ schedule: 1, batchSize: 1000, epochs: 20, labelSmoothing });
        // The last step's loss is that of all messages before it, as the evaluation after the step before it.
        return [record.curve.loss[19], record.evaluations[19].train.loss];
      };
      const [plainStep, plainScore] = await lossesOf(0);
      const [smoothStep, smoothScore] = await lossesOf(0.3);
      assert.ok(Math.abs(plainStep - plainScore) < 1e-5);
      assert.ok(smoothStep > smoothScore + 0.02, `${smoothStep} against ${smoothScore}`);
    });

    test("evaluations are spread over each epoch", async () => {
      const steps = async (evaluationsPerEpoch: number): Promise<number[]> =>
        (await run({ evaluationsPerEpoch })).record.evaluations.map(({ step }) => step);
      assert.deepEqual(await steps(2), [0, 3, 5, 8, 10]);
      assert.deepEqual(await steps(100), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    test("predict() gives the engine's predictions on training and validation", async () => {
      for (const model of [{ kind: "linear" }, { kind: "mlp", hidden: 8 }] as const) {
        const trained = await run({ model, epochs: 6 });
        for (const split of ["train", "validation"] as const) {
          const { x, y } = features.splits[split];
          const { labels, probabilities, classes } = predict(trained.weights, x);
          assert.deepEqual([...labels], trained.record.predictions[split]);
          const score = trained.record.evaluations[trained.record.evaluations.length - 1][split];
          const right = labels.filter((label, i) => label === y[i]).length;
          assert.ok(Math.abs(right / y.length - score.accuracy) < 1e-12);
          const loss = y.reduce((sum, c, i) => sum - Math.log(probabilities[i * classes + c]), 0) / y.length;
          assert.ok(Math.abs(loss - score.loss) < 1e-5);
        }
      }
    });

    test("it learns: training loss falls and validation beats guessing", async () => {
      const model = { kind: "mlp", hidden: 16 } as const;
      const { record } = await run({ schedule: 0.3, epochs: 8, batchSize: 32, model });
      const [first, last] = [record.evaluations[0], record.evaluations[record.evaluations.length - 1]];
      assert.equal(record.status, "done");
      assert.ok(Math.abs(first.validation.loss - Math.log(4)) < 0.3, "knows nothing at first");
      assert.ok(last.train.loss < 0.5 * first.train.loss);
      assert.ok(last.validation.accuracy > 0.6);
    });
  });

  describe(`${engine}: how a run ends`, () => {
    test("a huge rate diverges; losses that are not finite have a canonical form", async () => {
      const { record } = await run({ schedule: 1e25 });
      assert.equal(record.status, "diverged");
      assert.ok(record.steps < record.plannedSteps);
      assert.equal(record.curve.loss.length, record.steps);
      assert.ok(!Number.isFinite(record.curve.loss[record.steps - 1]));
      assert.ok(record.curve.loss.slice(0, -1).every(Number.isFinite), "it ends at the first");
      assert.equal(record.curve.updateRatio[record.steps - 1], 0, "no update follows it");
      assert.ok(record.curve.overshoot.every((value) => value >= -1 && value <= 1));
      assert.equal(record.evaluations[record.evaluations.length - 1].step, record.steps);
      const json = canonicalJson(record);
      assert.match(json, /"loss":\[.*"(NaN|Infinity)"\]/);
      assert.equal((JSON.parse(json) as { status: string }).status, "diverged");
    });

    test("the stop rule ends a run whose loss is finite", async () => {
      const wild: Partial<RunChoices> = { schedule: 50, model: { kind: "linear" } };
      const { record } = await run({ ...wild, stop: { divergenceFactor: 2 } });
      assert.equal(record.status, "diverged");
      assert.ok(record.steps < record.plannedSteps);
      const limit = 2 * record.evaluations[0].train.loss;
      assert.ok(
        record.curve.loss[record.steps - 1] > limit && Number.isFinite(record.curve.loss[record.steps - 1]),
      );
      assert.ok(record.curve.loss.slice(0, -1).every((loss) => loss <= limit));
      const free = (await run(wild)).record;
      assert.deepEqual(free.curve.loss.slice(0, record.steps), record.curve.loss);
      assert.equal(free.steps, free.plannedSteps);
      assert.equal(free.status, "diverged", "validation ended above where it began");
    });

    test("aborting ends it at the next evaluation with the signal's reason", async () => {
      const spec = await runSpec(features, { ...quick, engine, epochs: 50 });
      const control = new AbortController();
      const steps: number[] = [];
      const onProgress = ({ step }: { step: number }): void => {
        steps.push(step);
        if (steps.length === 2) control.abort(new Error("enough"));
      };
      await assert.rejects(train(spec, features, { signal: control.signal, onProgress }), /^Error: enough$/);
      assert.deepEqual(steps, [5, 10]);
    });
  });

  describe(`${engine}: momentum`, () => {
    test("one-cycle's momentum reaches the optimizer, in the place of the optimizer's own", async () => {
      const cycle = (momentum: { high: number; low: number } | null): ReturnType<typeof oneCycle> =>
        oneCycle({ peak: 0.2, steps: 10, momentum });
      const own = (momentum: number): OptimizerSpec => ({ kind: "momentum", momentum, nesterov: false });
      const weightsOf = async (
        schedule: ReturnType<typeof oneCycle>,
        momentum: number,
      ): Promise<number[][]> => values(await run({ schedule, optimizer: own(momentum) }));
      const moved = await weightsOf(cycle({ high: 0.95, low: 0.5 }), 0.9);
      assert.deepEqual(await weightsOf(cycle({ high: 0.95, low: 0.5 }), 0.1), moved);
      assert.notDeepEqual(await weightsOf(cycle(null), 0.9), moved);
      assert.deepEqual(
        await weightsOf(cycle({ high: 0.9, low: 0.9 }), 0.1),
        await weightsOf(cycle(null), 0.9),
      );
    });
  });
}

describe("memory of TensorFlow.js", () => {
  test("a run that is aborted leaves nothing behind", async () => {
    const { tf } = await chooseBackend();
    const spec = await runSpec(features, { ...quick, engine: "tfjs", epochs: 50 });
    const before = tf.memory();
    const onProgress = (): never => {
      throw new Error("enough");
    };
    await assert.rejects(train(spec, features, { onProgress }), /^Error: enough$/);
    assert.equal(tf.memory().numTensors, before.numTensors);
    assert.equal(tf.memory().numBytes, before.numBytes);
  });

  const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
  const optimizers: OptimizerSpec[] = [
    { kind: "sgd" },
    { kind: "momentum", momentum: 0.9, nesterov: true, weightDecay: 0.01 },
    { kind: "adamw", ...adam, weightDecay: 0.1 },
  ];
  for (const optimizer of optimizers) {
    test(`tensors and bytes are flat over epochs and runs: ${optimizer.kind}`, async () => {
      const { tf } = await chooseBackend();
      const memory = (): string => `${tf.memory().numTensors} tensors, ${tf.memory().numBytes} bytes`;
      const spec = await runSpec(features, {
        ...quick,
        engine: "tfjs",
        schedule: 0.01,
        optimizer,
        clipNorm: 1,
        epochs: 5,
      });
      const outside = [memory()];
      const inside: string[] = [];
      for (let i = 0; i < 3; i++) {
        await train(spec, features, { onProgress: () => inside.push(memory()) });
        outside.push(memory());
      }
      assert.equal(inside.length, 15);
      assert.equal(new Set(inside).size, 1, inside.join("; "));
      assert.equal(new Set(outside).size, 1, outside.join("; "));
      assert.notEqual(inside[0], outside[0], "a run holds its variables");
    });
  }
});
