// Records from a store: what it holds is not trained again, and a gate's verdict can be computed from it alone.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import type { Dataset } from "../../src/data";
import { buildFeatures, type Features } from "../../src/features";
import { runId, runSpec, train, type RunSpec } from "../../src/training";
import { gate, openStore, planGate, recordAll, tune, type GatePlan, type RunStore } from "../../src/tuning";
import { answersOf, keepAnswers } from "../../src/tuning/store";
import { inputError } from "../data/fixtures";
import { smallSupport } from "../data/small-support";

let dataset: Dataset;
let features: Features;
let folder: string;
let store: RunStore;
let count = 0;
before(async () => {
  dataset = await smallSupport();
  features = buildFeatures(dataset);
  folder = mkdtempSync(join(tmpdir(), "lr-lab-record-"));
});
beforeEach(async () => void (store = await openStore(join(folder, String(++count)))));
after(() => rmSync(folder, { recursive: true, force: true }));

const fixed = { model: { kind: "linear" }, optimizer: { kind: "sgd" }, batchSize: 32, epochs: 3 } as const;
const specs = (): Promise<RunSpec[]> =>
  Promise.all([1, 2, 3].map((seed) => runSpec(features, { ...fixed, schedule: 1, seed })));
const missing = (error: Error): boolean =>
  error.name === "WorkError" && /not in the store/.test(error.message);

describe("recordAll", () => {
  test("gives the records that training gives, in order, and keeps each", async () => {
    const all = await specs();
    const runs = await recordAll(all, features, { store });
    for (const [i, spec] of all.entries()) {
      assert.deepEqual(runs[i].record, (await train(spec, features)).record);
    }
    assert.deepEqual((await store.ids()).sort(), all.map(runId).sort());
  });

  test("what the store holds is read: a record that only the store can know comes back", async () => {
    const all = await specs();
    const { record } = await train(all[1], features);
    // The mark shows where the record came from; no training gives it.
    const marked = { ...record, predictions: { train: [], validation: [] } };
    await store.put({ record: marked, seconds: 1 });
    const runs = await recordAll(all, features, { store, threads: 1 });
    assert.deepEqual(runs[1].record.predictions.train, []);
    assert.ok(runs[0].record.predictions.train.length > 0);
  });

  test("asked for stored runs only, it trains none and says what is missing", async () => {
    const all = await specs();
    await recordAll(all.slice(0, 1), features, { store });
    await assert.rejects(recordAll(all, features, { store, onlyStored: true }), missing);
    assert.equal((await store.ids()).length, 1);
    await assert.rejects(recordAll(all, features, { onlyStored: true }), /no store is given/);
  });

  test("a run that ended before an interruption is kept", async () => {
    const stop = new AbortController();
    const halt = new Error("stop");
    const asked = recordAll(await specs(), features, {
      ...{ store, threads: 1, signal: stop.signal },
      onProgress: () => stop.abort(halt),
    });
    await assert.rejects(asked, halt);
    assert.ok((await store.ids()).length >= 1);
  });
});

describe("answers on a test split that was opened", () => {
  const TEST = "a".repeat(64);
  const RUN = "b".repeat(64);

  test("come back as they were kept; none are none", async () => {
    assert.equal(answersOf(store.folder, TEST, RUN), undefined);
    await keepAnswers(store.folder, TEST, RUN, Int32Array.from([2, 0, 1]));
    assert.deepEqual(answersOf(store.folder, TEST, RUN), [2, 0, 1]);
  });

  for (const [name, change] of [
    ["edited", (text: string) => text.replace("[2,0,1]", "[2,0,2]")],
    ["cut off", (text: string) => text.slice(0, -10)],
    ["of another run", (text: string) => text.replace(RUN, "c".repeat(64))],
  ] as const) {
    test(`refused where ${name}`, async () => {
      await keepAnswers(store.folder, TEST, RUN, [2, 0, 1]);
      const path = join(store.folder, "answers", TEST, `${RUN}.json`);
      const text = readFileSync(path, "utf8");
      assert.notEqual(change(text), text);
      writeFileSync(path, change(text));
      assert.throws(() => answersOf(store.folder, TEST, RUN), inputError(path, "not as it was written"));
    });
  }
});

describe("a gate that was carried out", () => {
  const plan = (): Promise<GatePlan> =>
    planGate(dataset, features, {
      baseline: { ...fixed, schedule: 0.05 },
      candidate: { ...fixed, schedule: 4 },
      seeds: [11, 12, 13, 14, 15],
    });

  test("is computed again from the store alone, to the same verdict", async () => {
    const made = await plan();
    const result = await gate(dataset, features, made, { store });
    // Features built anew have no runs in this process's memory.
    const fresh = buildFeatures(dataset);
    const again = await gate(dataset, fresh, made, { store, onlyStored: true });
    assert.deepEqual(again, result);
  });

  test("without its answers or a record it is not, and its test split is not opened by asking", async () => {
    const made = await plan();
    await assert.rejects(gate(dataset, features, made, { store, onlyStored: true }), missing);
    const result = await gate(dataset, features, made, { store });
    const answers = join(store.folder, "answers", made.test.hash);
    assert.equal(readdirSync(answers).length, 10, "five seeds of two arms; the third arm is not judged");
    rmSync(join(answers, `${result.runs.candidate[2]}.json`));
    await assert.rejects(gate(dataset, features, made, { store, onlyStored: true }), missing);
  });
});

describe("a tuning that was carried out", () => {
  const choices = { ...fixed, epochs: 8, seeds: 5, budget: 60 };

  test("interrupted in its search and asked again it trains only what is left, to the same end", async () => {
    const stop = new AbortController();
    const halt = new Error("stop");
    let trained = 0;
    const first = tune(dataset, features, choices, {
      store,
      signal: stop.signal,
      onProgress: () => {
        if (++trained === 12) stop.abort(halt);
      },
    });
    await assert.rejects(first, halt);
    const kept = (await store.ids()).length;
    assert.ok(kept >= 10, `${kept} records are kept`);
    const resumed = await tune(dataset, features, choices, { store });
    const whole = await tune(dataset, buildFeatures(dataset), choices);
    assert.deepEqual({ ...resumed.gate, openings: [] }, { ...whole.gate, openings: [] });
    assert.deepEqual(resumed.runs, whole.runs);
    // And once more from the store alone.
    const again = await tune(dataset, buildFeatures(dataset), choices, { store, onlyStored: true });
    assert.deepEqual(again.gate, resumed.gate);
    assert.deepEqual(again.cost, resumed.cost);
  });
});
