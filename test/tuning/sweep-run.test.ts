// The loop of a sweep, with an executor that trains nothing; test/cli/sweep.test.ts has the real ones.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { RunRecord } from "../../src/training";
import {
  bestPoint,
  edgesOf,
  estimateSweep,
  runSweep,
  summarisePoints,
  type SweepProgress,
} from "../../src/tuning";
import { fakeExecutor, fakeRecord, fakeRun, features, memoryStore, planOf } from "./sweep-helpers";

const rates = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 1) / 100);
const sweepOf = (count: number, seeds = [1, 2]): ReturnType<typeof planOf> =>
  planOf({ base: { schedule: 1, epochs: 1 }, grid: { "schedule.peak": rates(count) }, seeds });

describe("runSweep", () => {
  test("trains in order, so many at a time, and stores every record", async () => {
    const { runs } = await sweepOf(5);
    for (const threads of [1, 3, 64]) {
      const [store, executor] = [memoryStore(), fakeExecutor(threads)];
      const result = await runSweep(runs, features, store, executor);
      assert.equal(executor.most, Math.min(threads, 10));
      assert.deepEqual(
        executor.trained,
        runs.map(({ id }) => id),
      );
      assert.deepEqual(
        result.outcomes.map((outcome) => outcome?.id),
        executor.trained,
      );
      assert.deepEqual([result.found, result.trained, result.interrupted], [0, 10, false]);
      for (const { id, spec } of runs) assert.deepEqual(store.runs.get(id)?.record, fakeRecord(spec));
    }
  });

  test("found runs are not trained; one that the store finds damaged is", async () => {
    const { runs } = await sweepOf(3);
    const [store, executor] = [memoryStore(), fakeExecutor(2)];
    for (const { spec } of runs.slice(1, 4)) await store.put({ record: fakeRecord(spec), seconds: 7 });
    const damaged = runs[2].id;
    const get = store.get.bind(store);
    store.get = (id) => (id === damaged ? Promise.resolve(undefined) : get(id));
    const result = await runSweep(runs, features, store, executor);
    assert.deepEqual(
      executor.trained,
      [0, 2, 4, 5].map((i) => runs[i].id),
    );
    assert.deepEqual([result.found, result.trained], [2, 4]);
    assert.deepEqual([result.outcomes[1]?.seconds, result.outcomes[2]?.seconds], [7, 0.5]);
    assert.ok(!store.asked.includes(runs[0].id), "an id that the store does not list is not read");
  });

  test("an interruption starts no new run, aborts those that run, keeps what is done; resuming does the rest", async () => {
    const { runs } = await sweepOf(6);
    const store = memoryStore();
    const controller = new AbortController();
    const first = fakeExecutor(2, { ms: 5 });
    const stopped = await runSweep(runs, features, store, first, {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done >= 3) controller.abort();
      },
    });
    assert.ok(stopped.interrupted);
    assert.equal(store.runs.size, stopped.trained);
    assert.equal(stopped.outcomes.filter((outcome) => outcome !== undefined).length, stopped.trained);
    assert.ok(stopped.trained >= 3 && stopped.trained <= 4, `${stopped.trained} runs`);
    const second = fakeExecutor(2);
    const resumed = await runSweep(runs, features, store, second);
    assert.deepEqual([resumed.found, resumed.found + resumed.trained], [stopped.trained, 12]);
    const whole = await runSweep(runs, features, memoryStore(), fakeExecutor(1));
    assert.deepEqual(resumed.outcomes, whole.outcomes);
    assert.deepEqual(
      second.trained.filter((id) => stopped.outcomes.some((outcome) => outcome?.id === id)),
      [],
    );
  });

  test("aborted before it began, it trains nothing", async () => {
    const { runs } = await sweepOf(2);
    const executor = fakeExecutor(2);
    const result = await runSweep(runs, features, memoryStore(), executor, { signal: AbortSignal.abort() });
    assert.deepEqual([result.interrupted, result.trained, executor.trained], [true, 0, []]);
  });

  test("a run or a store that fails stops the others and is thrown", async () => {
    const { runs } = await sweepOf(10);
    const store = memoryStore();
    const executor = fakeExecutor(2);
    const broken = {
      ...executor,
      run: async (...given: Parameters<typeof executor.run>) => {
        if (given[0] === runs[3].spec) throw new Error("the engine broke");
        return executor.run(...given);
      },
    };
    await assert.rejects(runSweep(runs, features, store, broken), /the engine broke/);
    assert.ok(store.runs.size >= 2 && store.runs.size <= 4, `${store.runs.size} runs are kept`);
    const full = { ...memoryStore(), put: () => Promise.reject(new Error("disk full")) };
    await assert.rejects(runSweep(runs, features, full, fakeExecutor(2)), /disk full/);
  });

  test("progress counts to the end and never back; the time left is the measured pace", async () => {
    const { runs } = await sweepOf(5);
    const seen: SweepProgress[] = [];
    let clock = 0;
    const executor = fakeExecutor(1, { lossOf: ({ seeds }) => (seeds.init === 2 ? NaN : 1) });
    const timed = {
      ...executor,
      run: async (...given: Parameters<typeof executor.run>) => {
        clock += 2000;
        return executor.run(...given);
      },
    };
    await runSweep(runs, features, memoryStore(), timed, {
      onProgress: (p) => seen.push(p),
      now: () => clock,
    });
    assert.ok(seen.every(({ done }, i) => i === 0 || done >= seen[i - 1].done));
    assert.deepEqual(seen[0], {
      total: 10,
      done: 0,
      found: 0,
      running: 0,
      diverged: 0,
      remainingSeconds: null,
    });
    assert.deepEqual(seen.at(-1), {
      total: 10,
      done: 10,
      found: 0,
      running: 0,
      diverged: 5,
      remainingSeconds: 0,
    });
    const half = seen.find(({ done, running }) => done === 5 && running === 0);
    assert.ok(Math.abs((half?.remainingSeconds ?? 0) - 10) < 1e-6, "5 runs of 2 s each");
  });

  test("records are let go of while the sweep runs", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const { runs } = await sweepOf(100);
    const store = { ...memoryStore(), put: () => Promise.resolve() };
    const records: WeakRef<RunRecord>[] = [];
    let alive = Infinity;
    const executor = fakeExecutor(2);
    const watched = {
      ...executor,
      run: async (...[spec]: Parameters<typeof executor.run>) => {
        const record = fakeRecord(spec);
        records.push(new WeakRef(record));
        if (records.length === 190) {
          await new Promise((resolve) => setImmediate(resolve));
          collect();
          alive = records.filter((ref) => ref.deref() !== undefined).length;
        }
        return fakeRun(record);
      },
    };
    await runSweep(runs, features, store, watched);
    assert.ok(alive <= 20, `${alive} of 190 records are held`);
  });
});

describe("points", () => {
  test("means and standard deviations over the seeds; the best has no diverged run", async () => {
    const plan = await sweepOf(4, [1, 2, 3]);
    const losses: Record<number, number[]> = {
      0.01: [1, 2, 3],
      0.02: [0, 0, Infinity],
      0.03: [0.5, 0.5, 0.5],
      0.04: [4, 4, 4],
    };
    const executor = fakeExecutor(2, {
      lossOf: ({ schedule, seeds }) => losses[(schedule as { peak: number }).peak][seeds.init - 1],
    });
    const { outcomes } = await runSweep(plan.runs, features, memoryStore(), executor);
    const points = summarisePoints(plan, outcomes);
    assert.deepEqual(points[0].validation?.loss, { mean: 2, deviation: 1 });
    assert.deepEqual([points[1].diverged, points[1].validation?.loss.mean], [1, Infinity]);
    assert.equal(bestPoint(points), 2);
    assert.deepEqual(edgesOf(points[2], points), []);
    assert.deepEqual(edgesOf(points[3], points), ["schedule.peak"]);
    assert.equal(bestPoint(points.slice(1, 2)), null);
    assert.equal(summarisePoints(plan, [])[0].validation, null);
  });
});

test("the estimate goes by like runs of the store, and counts what is to do", async () => {
  const plan = await sweepOf(3);
  const store = memoryStore();
  const timed = await estimateSweep(plan, features, store, 2);
  assert.deepEqual([timed.runs, timed.found, timed.steps], [6, 0, 6 * 3]);
  for (const { spec } of plan.runs.slice(0, 2)) await store.put({ record: fakeRecord(spec), seconds: 8 });
  const { found, steps, seconds, by } = await estimateSweep(plan, features, store, 2);
  assert.deepEqual([found, steps, by], [2, 12, "store"]);
  assert.ok(Math.abs((seconds ?? 0) - (4 * 8) / 2) < 1e-9, `${seconds} s for 4 runs of 8 s on 2 threads`);
});
