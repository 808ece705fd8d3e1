// What a run is: a pure function of its spec, its record, and how it ends.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { canonicalJson } from "../../src/data";
import { cosine, fromSpec, oneCycle, warmup } from "../../src/schedules";
import {
  chooseBackend,
  initialWeights,
  plannedSteps,
  predict,
  runId,
  runSpec,
  specDifferences,
  train,
  type OptimizerSpec,
  type RunChoices,
  type RunSpec,
  type TrainedRun,
} from "../../src/training";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "./helpers";

const features = smallFeatures();
const quick: RunChoices = { schedule: 0.1, model: { kind: "mlp", hidden: 8 }, batchSize: 32, epochs: 2 };
const run = async (change: Partial<RunChoices> = {}): Promise<TrainedRun> =>
  train(await runSpec(features, { ...quick, ...change }), features);
const values = ({ weights }: TrainedRun): number[][] => weights.arrays.map((array) => [...array.values]);

describe("a run is a function of its spec", () => {
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
    const spec = await runSpec(features, { ...quick, evaluationsPerEpoch: 2 });
    const { record } = await train(spec, features, { onProgress: (progress) => seen.push(progress) });
    assert.deepEqual(
      seen.map(({ step }) => step),
      record.evaluations.slice(1).map(({ step }) => step),
    );
    assert.ok(seen.every((p) => p.plannedSteps === 10 && p.loss === record.curve.loss[p.step - 1]));
    assert.deepEqual((await train(spec, features)).record, record);
  });

  test("initial weights: Glorot's limits, biases 0, one stream for one seed", () => {
    const { arrays } = initialWeights({ kind: "mlp", hidden: 50 }, 400, 10, 3);
    assert.deepEqual(
      arrays.map(({ name, shape }) => [name, shape]),
      [
        ["hidden", [400, 50]],
        ["hidden bias", [50]],
        ["output", [50, 10]],
        ["output bias", [10]],
      ],
    );
    const limit = Math.sqrt(6 / 450);
    const hidden = arrays[0].values;
    assert.ok(hidden.every((w) => Math.abs(w) <= limit));
    assert.ok(Math.max(...hidden) > 0.99 * limit && Math.min(...hidden) < -0.99 * limit);
    // The variance of U(-l, l) is l^2 / 3; over 20,000 draws it is known to 1%.
    const variance = hidden.reduce((sum, w) => sum + w * w, 0) / hidden.length;
    assert.ok(Math.abs(variance / (limit ** 2 / 3) - 1) < 0.03);
    assert.ok(arrays[1].values.every((b) => b === 0) && arrays[3].values.every((b) => b === 0));
    assert.deepEqual(initialWeights({ kind: "mlp", hidden: 50 }, 400, 10, 3).arrays, arrays);
  });
});

describe("the spec and its id", () => {
  const literal: RunSpec = {
    kind: "run-spec",
    version: 1,
    data: "d".repeat(64),
    features: "f".repeat(64),
    model: { kind: "mlp", hidden: 64 },
    optimizer: { kind: "momentum", momentum: 0.9, nesterov: false },
    schedule: cosine({ peak: 0.5, steps: 470 }).spec,
    batchSize: 64,
    epochs: 5,
    clipNorm: null,
    stop: { divergenceFactor: null },
    evaluationsPerEpoch: 1,
    seeds: { init: 1, order: 2 },
    engine: { name: "tfjs", backend: "wasm", build: "4.22.0" },
  };
  const canonical =
    `{"batchSize":64,"clipNorm":null,"data":"${"d".repeat(64)}",` +
    '"engine":{"backend":"wasm","build":"4.22.0","name":"tfjs"},"epochs":5,"evaluationsPerEpoch":1,' +
    `"features":"${"f".repeat(64)}","kind":"run-spec","model":{"hidden":64,"kind":"mlp"},` +
    '"optimizer":{"kind":"momentum","momentum":0.9,"nesterov":false},' +
    '"schedule":{"floor":0,"kind":"cosine","peak":0.5,"steps":470},' +
    '"seeds":{"init":1,"order":2},"stop":{"divergenceFactor":null},"version":1}';

  test("the id is the SHA-256 of the canonical JSON, pinned", () => {
    assert.equal(canonicalJson(literal), canonical);
    assert.equal(runId(literal), createHash("sha256").update(canonical).digest("hex"));
    assert.equal(runId(literal), "ee1882d684989cdf1a72af84cec2dab91ea03aa125b1c5aa71c265a3ed1d7852");
    assert.equal(runId(JSON.parse(JSON.stringify(literal)) as RunSpec), runId(literal));
  });

  test("runSpec fills in every default", async () => {
    const { backend, build } = await chooseBackend();
    assert.deepEqual(await runSpec(features, { schedule: 0.25 }), {
      ...literal,
      data: features.data,
      features: features.hash,
      schedule: { kind: "constant", peak: 0.25 },
      seeds: { init: 1, order: 1 },
      engine: { name: "tfjs", backend, build },
    });
  });

  test("a schedule, its spec or a number; what cannot be used is refused", async () => {
    const schedule = warmup(cosine({ peak: 0.5, steps: 10 }), { steps: 2 });
    const specs = [schedule, schedule.spec].map(
      async (s) => (await runSpec(features, { schedule: s })).schedule,
    );
    for (const spec of await Promise.all(specs)) assert.deepEqual(spec, schedule.spec);
    for (const rate of [0, -1, NaN, Infinity]) {
      await assert.rejects(runSpec(features, { schedule: rate }), inputError("peak"));
    }
    await assert.rejects(runSpec(features, { schedule: 1, epochs: 0 }), inputError("epochs", "found 0"));
  });

  test("planned steps: epochs x the batches of one, the last of which may be smaller", () => {
    assert.equal(features.splits.train.x.rows, 150);
    assert.equal(plannedSteps(features, { batchSize: 32, epochs: 2 }), 10);
    assert.equal(plannedSteps(features), 15);
    assert.equal(plannedSteps(features, { batchSize: undefined, epochs: undefined }), 15);
    assert.equal(plannedSteps(features, { batchSize: 1000, epochs: 3 }), 3);
  });

  test("differences are named by their paths", () => {
    const other: RunSpec = {
      ...literal,
      schedule: { ...literal.schedule, peak: 0.1 } as RunSpec["schedule"],
      clipNorm: 1,
      seeds: { init: 1, order: 3 },
    };
    assert.deepEqual(specDifferences(literal, literal), []);
    assert.deepEqual(specDifferences(literal, other), ["clipNorm", "schedule.peak", "seeds.order"]);
    const kind = { ...literal, model: { kind: "linear" } } as RunSpec;
    assert.deepEqual(specDifferences(literal, kind), ["model.hidden", "model.kind"]);
  });

  test("a spec of other features, another backend or build, or without sense is refused", async () => {
    const spec = await runSpec(features, quick);
    const refused = (change: Partial<RunSpec>, ...parts: string[]): Promise<void> =>
      assert.rejects(train({ ...spec, ...change }, features), inputError("run spec", ...parts));
    await refused({ features: "0".repeat(64) }, "other data or features");
    await refused({ data: "0".repeat(64) }, "other data or features");
    await refused({ engine: { ...spec.engine, build: "1.0.0" } }, "1.0.0", "make the spec anew");
    const backend = spec.engine.backend === "cpu" ? "wasm" : "cpu";
    await refused({ engine: { ...spec.engine, backend } }, `LR_LAB_BACKEND=${backend}`);
    await refused({ batchSize: 0 }, "batchSize");
    await refused({ epochs: 1.5 }, "epochs", "1.5");
    await refused({ evaluationsPerEpoch: NaN }, "evaluationsPerEpoch");
    await refused({ model: { kind: "mlp", hidden: 0 } }, "model.hidden", "found 0");
    await refused({ clipNorm: 0 }, "clipNorm");
    await refused({ stop: { divergenceFactor: -1 } }, "stop.divergenceFactor");
    await refused({ optimizer: { kind: "momentum", momentum: 1, nesterov: false } }, "optimizer.momentum");
    await refused({ optimizer: { kind: "lion" } as never }, "optimizer.kind", "lion");
  });

  test("data without training or validation messages cannot be trained on", async () => {
    const { validation } = features.splits;
    const none = {
      ...validation,
      x: { ...validation.x, rows: 0, indptr: Int32Array.of(0) },
      y: new Int32Array(0),
    };
    const spec = await runSpec(features, quick);
    for (const split of ["train", "validation"] as const) {
      const bare = { ...features, splits: { ...features.splits, [split]: none } };
      await assert.rejects(train(spec, bare), inputError("no training or no validation messages"));
    }
  });
});

describe("the record", () => {
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

describe("how a run ends", () => {
  test("a huge rate diverges; losses that are not finite have a canonical form", async () => {
    const { record } = await run({ schedule: 1e25 });
    assert.equal(record.status, "diverged");
    assert.ok(record.steps < record.plannedSteps);
    assert.equal(record.curve.loss.length, record.steps);
    assert.ok(!Number.isFinite(record.curve.loss[record.steps - 1]));
    assert.ok(record.curve.loss.slice(0, -1).every(Number.isFinite), "it ends at the first");
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

  test("aborting ends it at the next evaluation with the signal's reason, and leaves nothing behind", async () => {
    const { tf } = await chooseBackend();
    const spec = await runSpec(features, { ...quick, epochs: 50 });
    const before = tf.memory();
    const control = new AbortController();
    const steps: number[] = [];
    const onProgress = ({ step }: { step: number }): void => {
      steps.push(step);
      if (steps.length === 2) control.abort(new Error("enough"));
    };
    await assert.rejects(train(spec, features, { signal: control.signal, onProgress }), /^Error: enough$/);
    assert.deepEqual(steps, [5, 10]);
    assert.equal(tf.memory().numTensors, before.numTensors);
    assert.equal(tf.memory().numBytes, before.numBytes);
  });
});

describe("momentum and memory", () => {
  test("one-cycle's momentum reaches the optimizer, in the place of the optimizer's own", async () => {
    const cycle = (momentum: { high: number; low: number } | null): ReturnType<typeof oneCycle> =>
      oneCycle({ peak: 0.2, steps: 10, momentum });
    const own = (momentum: number): OptimizerSpec => ({ kind: "momentum", momentum, nesterov: false });
    const weightsOf = async (schedule: ReturnType<typeof oneCycle>, momentum: number): Promise<number[][]> =>
      values(await run({ schedule, optimizer: own(momentum) }));
    const moved = await weightsOf(cycle({ high: 0.95, low: 0.5 }), 0.9);
    assert.deepEqual(await weightsOf(cycle({ high: 0.95, low: 0.5 }), 0.1), moved);
    assert.notDeepEqual(await weightsOf(cycle(null), 0.9), moved);
    assert.deepEqual(await weightsOf(cycle({ high: 0.9, low: 0.9 }), 0.1), await weightsOf(cycle(null), 0.9));
  });

  const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
  const optimizers: OptimizerSpec[] = [
    { kind: "sgd" },
    { kind: "momentum", momentum: 0.9, nesterov: true },
    { kind: "adamw", ...adam, weightDecay: 0.1 },
  ];
  for (const optimizer of optimizers) {
    test(`tensors and bytes are flat over epochs and runs: ${optimizer.kind}`, async () => {
      const { tf } = await chooseBackend();
      const memory = (): string => `${tf.memory().numTensors} tensors, ${tf.memory().numBytes} bytes`;
      const spec = await runSpec(features, { ...quick, schedule: 0.01, optimizer, clipNorm: 1, epochs: 5 });
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
