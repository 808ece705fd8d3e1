// Features and runs in memory that threads share.
import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { Worker } from "node:worker_threads";
import { openRun, runSpec, shareFeatures, type RunSpec, type SharedFeatures } from "../../src/training";
import { fingerprint, OPTIMIZERS } from "./fused-parts";
import type { Question } from "./fused-worker";
import { smallFeatures } from "./helpers";
import { randomFeatures } from "./reference";

/** Starts a thread on the features; asking it gives its answer. */
function start(t: TestContext, features: SharedFeatures): (question: Question) => Promise<unknown> {
  const worker = new Worker(join(__dirname, "fused-worker.js"), { workerData: { features } });
  t.after(() => worker.terminate());
  return async (question) => {
    worker.postMessage(question);
    return ((await once(worker, "message")) as unknown[])[0];
  };
}

const hiddenOf = ({ model }: RunSpec): number => (model.kind === "mlp" ? model.hidden : 0);

describe("shared features", () => {
  const features = smallFeatures();

  test("are made once for the same features, and hold what training needs, byte by byte", () => {
    const shared = shareFeatures(features);
    assert.equal(shareFeatures(features), shared);
    assert.notEqual(shareFeatures({ ...features }), shared);
    const { buffer } = shared.memory;
    assert.ok(buffer instanceof SharedArrayBuffer);
    for (const name of ["train", "validation", "test"] as const) {
      const { x, y } = features.splits[name];
      const { rows, indptr, indices, values, labels, widest } = shared.splits[name];
      const length = x.indices.length;
      assert.equal(rows, x.rows);
      assert.deepEqual(new Int32Array(buffer, indptr, rows + 1), x.indptr);
      assert.deepEqual(new Int32Array(buffer, indices, length), x.indices);
      assert.deepEqual(new Float32Array(buffer, values, length), x.values);
      assert.deepEqual(new Int32Array(buffer, labels, rows), y);
      const lengths = Array.from({ length: rows }, (_, r) => x.indptr[r + 1] - x.indptr[r]);
      assert.equal(widest, Math.max(...lengths));
    }
  });

  test("what is sent to a thread is small, without texts or names", () => {
    const { memory, ...rest } = shareFeatures(features);
    assert.ok(memory.buffer.byteLength > 10_000);
    assert.ok(JSON.stringify(rest).length < 1000);
    assert.doesNotMatch(JSON.stringify(rest), /cancel_order|refund/);
  });

  test("what one thread writes, the other reads: there is no copy", async (t) => {
    const shared = shareFeatures(randomFeatures({ rows: 30, columns: 20, classes: 3 }));
    const ask = start(t, shared);
    const address = shared.splits.train.values;
    const here = new Float32Array(shared.memory.buffer, address, 1);
    assert.equal(await ask({ read: address }), here[0]);
    here[0] = 7.5;
    assert.equal(await ask({ read: address }), 7.5);
    await ask({ write: address, value: 2.25 });
    assert.equal(here[0], 2.25);
  });
});

describe("threads on one memory", () => {
  test("two workers and this thread train at the same time, each run as if alone", async (t) => {
    const features = randomFeatures({ rows: 120, columns: 60, classes: 7 });
    const specs: RunSpec[] = [];
    for (const [i, [, optimizer, peak]] of [...OPTIMIZERS, ...OPTIMIZERS].entries()) {
      const model =
        i % 4 === 3 ? ({ kind: "linear" } as const) : ({ kind: "mlp", hidden: 3 + 11 * i } as const);
      const batchSize = [8, 50, 200][i % 3];
      specs.push(
        await runSpec(features, { model, optimizer, schedule: peak, batchSize, epochs: 6, engine: "fused" }),
      );
    }
    // Other memory than the threads', and one run at a time.
    const alone = shareFeatures(randomFeatures({ rows: 120, columns: 60, classes: 7 }));
    const expected: string[] = [];
    for (const spec of specs) expected.push(await fingerprint(spec, alone));

    const shared = shareFeatures(features);
    const workers = [start(t, shared), start(t, shared)];
    const reversed = [...specs].reverse();
    const turns = workers.map((ask, i) => ask({ train: i === 0 ? specs : reversed }));
    const here: string[] = [];
    for (const spec of specs) here.push(await fingerprint(spec, shared));
    assert.deepEqual(here, expected);
    assert.deepEqual(await turns[0], expected);
    assert.deepEqual(await turns[1], [...expected].reverse());
    // With room for three of the largest, two workers never need more, whichever of their runs meet.
    const largest = specs.reduce((most, spec) => (hiddenOf(spec) > hiddenOf(most) ? spec : most));
    const rooms = [];
    for (let i = 0; i < 3; i++) rooms.push(await openRun({ ...largest, batchSize: 200 }, features));
    for (const room of rooms) room.close();
    const bytes = shared.memory.buffer.byteLength;
    assert.deepEqual(await Promise.all(workers.map((ask) => ask({ train: specs }))), [expected, expected]);
    assert.equal(shared.memory.buffer.byteLength, bytes);
  });
});
