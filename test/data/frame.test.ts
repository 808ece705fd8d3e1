import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { frameTable, loadDataset, toFrame } from "../../src/data";
import { toFrameWith } from "../../src/data/frame";
import { fixture, inputError } from "./fixtures";

describe("frames", () => {
  // First: danfo must not have been loaded before the backend is chosen.
  test("loading danfo leaves the chosen TensorFlow.js backend as it is", async () => {
    assert.ok(await tf.setBackend("wasm"));
    assert.ok(!Object.keys(require.cache).some((file) => file.includes("danfojs-node")), "not loaded yet");
    await toFrame(await loadDataset(fixture("clean.csv")));
    assert.equal(tf.getBackend(), "wasm");
    const danfo = (await import("danfojs-node")) as unknown as { tensorflow: typeof tf };
    assert.equal(danfo.tensorflow.getBackend(), "wasm", "danfo computes on the same copy");
    assert.deepEqual([...tf.tensor1d([1, 2]).add(1).dataSync()], [2, 3]);
  });

  test("columns keep their strings, leading zeros too, and danfo's methods work on them", async () => {
    const frame = await toFrame(await loadDataset(fixture("support.csv")));
    const names = ["id", "text", "intent", "clean_intent", "split", "family", "slices", "noise"];
    assert.deepEqual(frame.columns, names);
    assert.deepEqual(
      frame.dtypes,
      names.map(() => "string"),
    );
    assert.deepEqual(frame.shape, [6, 8]);
    const danfo = frame as unknown as { column(name: string): { values: unknown[] } };
    assert.equal(danfo.column("id").values[0], "007");

    const table = frameTable(frame, { rows: 3 });
    assert.equal(table.total, 6);
    assert.equal(table.rows.length, 3);
    assert.deepEqual(table.columns[3], { name: "clean_intent", type: "string", present: 5 });
    assert.equal(table.rows[2][3], null, "a missing clean intent is missing, not a text");
    assert.equal(table.rows[0][6], "digits;short");
  });

  test("columns that no message has are left out", async () => {
    const frame = await toFrame(await loadDataset(fixture("clean.csv")));
    assert.deepEqual(frame.columns, ["id", "text", "intent", "split", "slices"]);
  });

  test("without danfo the error says what to install", async () => {
    const dataset = await loadDataset(fixture("clean.csv"));
    const missing = async (): Promise<unknown> => import(["danfojs-node", "not-there"].join("-"));
    await assert.rejects(
      toFrameWith(dataset, missing),
      inputError("Cannot find", "npm install danfojs-node", "everything but frames works without it"),
    );
  });
});
