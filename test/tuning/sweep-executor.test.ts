// What a sweep's executor keeps: the record that `train` gives, no weights, and nothing on the caller's signal.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { runSpec, train, type RunSpec } from "../../src/training";
import { sweepExecutor } from "../../src/tuning";
import { features } from "./sweep-helpers";

const specs = (count: number): Promise<RunSpec[]> =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      runSpec(features, { schedule: 0.2, epochs: 2, batchSize: 4, seed: i + 1, engine: "fused" }),
    ),
  );

describe("sweepExecutor", () => {
  for (const threads of [1, 2]) {
    test(`on ${threads} thread(s): the record of train, without the weights`, async () => {
      const executor = sweepExecutor(features, (await specs(1))[0].engine, threads);
      for (const spec of await specs(6)) {
        const run = await executor.run(spec, {});
        assert.deepEqual(run.record, (await train(spec, features)).record);
        assert.deepEqual(Object.keys(run).sort(), ["record", "seconds"]);
      }
    });

    test(`on ${threads} thread(s): a signal that many runs share keeps nothing of them`, async () => {
      const executor = sweepExecutor(features, (await specs(1))[0].engine, threads);
      const { signal } = new AbortController();
      const all = (await specs(14)).map((spec) => executor.run(spec, { signal }));
      assert.ok(getEventListeners(signal, "abort").length <= 1, "one listener however many wait");
      await Promise.all(all);
      assert.equal(getEventListeners(signal, "abort").length, 0);
    });
  }

  test("a run ends by the reason of its signal, before it starts and while it waits", async () => {
    const [spec] = await specs(1);
    const executor = sweepExecutor(features, spec.engine, 2);
    const stop = new AbortController();
    const waiting = executor.run(spec, { signal: stop.signal });
    stop.abort(new Error("enough"));
    await assert.rejects(waiting, /enough/);
    await assert.rejects(executor.run(spec, { signal: stop.signal }), /enough/);
  });

  test("a run that ends in the moment in which it is stopped breaks nothing", async () => {
    const [spec] = await specs(1);
    const executor = sweepExecutor(features, spec.engine, 2);
    // A run takes a few milliseconds here: a worker that is warm answers before it has ended.
    for (let k = 0; k < 30; k++) {
      await Promise.all([executor.run(spec, {}), executor.run(spec, {})]);
      const stop = new AbortController();
      const run = executor.run(spec, { signal: stop.signal });
      stop.abort(new Error("enough"));
      await assert.rejects(run, /enough/);
    }
    // An answer that comes too late would be an uncaught exception by now.
    await wait(100);
  });
});
