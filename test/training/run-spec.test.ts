// The spec of a run: its id, its defaults, and which specs an engine refuses. (What is refused by its path is in
// check-run-spec.test.ts.)
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { canonicalJson } from "../../src/data";
import { cosine, warmup } from "../../src/schedules";
import {
  chooseBackend,
  fusedEngine,
  initialWeights,
  plannedSteps,
  runId,
  runSpec,
  specDifferences,
  tfjsEngine,
  train,
  type RunChoices,
  type RunSpec,
} from "../../src/training";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "./helpers";

const features = smallFeatures();
const quick: RunChoices = { schedule: 0.1, model: { kind: "mlp", hidden: 8 }, batchSize: 32, epochs: 2 };

describe("the spec and its id", () => {
  const literal: RunSpec = {
    kind: "run-spec",
    version: 2,
    data: "d".repeat(64),
    features: "f".repeat(64),
    model: { kind: "mlp", hidden: 64 },
    optimizer: { kind: "momentum", momentum: 0.9, nesterov: false },
    schedule: cosine({ peak: 0.5, steps: 470 }).spec,
    batchSize: 64,
    epochs: 5,
    labelSmoothing: 0,
    clipNorm: null,
    stop: { divergenceFactor: null },
    evaluationsPerEpoch: 1,
    seeds: { init: 1, order: 2 },
    engine: { name: "tfjs", backend: "wasm", build: "4.22.0" },
  };
  const canonical =
    `{"batchSize":64,"clipNorm":null,"data":"${"d".repeat(64)}",` +
    '"engine":{"backend":"wasm","build":"4.22.0","name":"tfjs"},"epochs":5,"evaluationsPerEpoch":1,' +
    `"features":"${"f".repeat(64)}","kind":"run-spec","labelSmoothing":0,"model":{"hidden":64,"kind":"mlp"},` +
    '"optimizer":{"kind":"momentum","momentum":0.9,"nesterov":false},' +
    '"schedule":{"floor":0,"kind":"cosine","peak":0.5,"steps":470},' +
    '"seeds":{"init":1,"order":2},"stop":{"divergenceFactor":null},"version":2}';

  test("the id is the SHA-256 of the canonical JSON, pinned", () => {
    assert.equal(canonicalJson(literal), canonical);
    assert.equal(runId(literal), createHash("sha256").update(canonical).digest("hex"));
    assert.equal(runId(literal), "510ddf8817258eadc06b2282666fbb116ce6786db4232124501c89ea67c8ff2f");
    assert.equal(runId(JSON.parse(JSON.stringify(literal)) as RunSpec), runId(literal));
  });

  test("runSpec fills in every default", async () => {
    const { backend, build } = await chooseBackend();
    assert.deepEqual(await runSpec(features, { schedule: 0.25, engine: "tfjs" }), {
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

  for (const engine of ["fused", "tfjs"] as const) {
    test(`${engine}: a spec of other features, engine or build, or without sense is refused`, async () => {
      const spec = await runSpec(features, { ...quick, engine });
      const refused = (change: Partial<RunSpec>, ...parts: string[]): Promise<void> =>
        assert.rejects(train({ ...spec, ...change }, features), inputError("run spec", ...parts));
      await refused({ features: "0".repeat(64) }, "other data or features");
      await refused({ data: "0".repeat(64) }, "other data or features");
      await refused({ engine: { ...spec.engine, build: "1.0.0" } }, "1.0.0", "make the spec anew");
      await refused({ batchSize: 0 }, "batchSize must be");
      await refused({ optimizer: { kind: "lion" } as never }, "optimizer.kind", "lion");
    });

    test(`${engine}: data without training or validation messages cannot be trained on`, async () => {
      const { validation } = features.splits;
      const none = {
        ...validation,
        x: { ...validation.x, rows: 0, indptr: Int32Array.of(0) },
        y: new Int32Array(0),
      };
      const spec = await runSpec(features, { ...quick, engine });
      for (const split of ["train", "validation"] as const) {
        const bare = { ...features, splits: { ...features.splits, [split]: none } };
        await assert.rejects(train(spec, bare), inputError("no training or no validation messages"));
      }
    });
  }

  test("an engine refuses a spec of another one, and TensorFlow.js one of another backend", async () => {
    const fused = await runSpec(features, { ...quick, engine: "fused" });
    const tfjs = await runSpec(features, { ...quick, engine: "tfjs" });
    await assert.rejects(
      tfjsEngine.run(fused, features),
      inputError(/^run spec: engine.name must be tfjs .*"fused"/),
    );
    await assert.rejects(fusedEngine.run(tfjs, features), inputError("tfjs engine"));
    const { engine } = tfjs as { engine: Extract<RunSpec["engine"], { name: "tfjs" }> };
    const backend = engine.backend === "cpu" ? "wasm" : "cpu";
    await assert.rejects(
      train({ ...tfjs, engine: { ...engine, backend } }, features),
      inputError(`LR_LAB_BACKEND=${backend}`),
    );
  });
});

describe("what a spec starts from", () => {
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
