import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunRecord, RunSpec, TrainedRun } from "../../src/training";
import { lossDifference, sayEngines } from "../../src/writeup";

const FUSED: RunSpec["engine"] = { name: "fused", build: "0" };
const TFJS: RunSpec["engine"] = { name: "tfjs", backend: "wasm", build: "4" };

/** A run with these validation losses, a training loss of 1 throughout, and these labels. */
function run(engine: RunSpec["engine"], losses: number[], labels: number[], seconds: number, batchSize = 64) {
  const score = (loss: number) => ({ loss, accuracy: 0, macroF1: 0 });
  const record = {
    id: `${engine.name} ${batchSize}`,
    spec: { batchSize, engine },
    evaluations: losses.map((loss) => ({ train: score(1), validation: score(loss) })),
    predictions: { train: [], validation: labels },
  } as unknown as RunRecord;
  return { record, weights: {} as TrainedRun["weights"], seconds } satisfies TrainedRun;
}

test("two engines: the largest difference of their losses, labels, and whose time was how much longer", () => {
  const fused = run(FUSED, [3, 2, 1], [0, 1, 2, 3], 0.2);
  const text = sayEngines(fused, run(TFJS, [3, 2.00002, 1.00001], [0, 1, 2, 0], 4.44));
  assert.match(text, /differ by \*\*at most 0\.00002 nats\*\*, and 3 of 4 validation messages/);
  assert.match(text, /the fused engine took 0\.2 s and TensorFlow\.js \(wasm\) 4\.4 s, \*\*22 times\*\*/);
  // The order of the arguments does not decide who was faster.
  const slow = sayEngines(fused, run(TFJS, [3, 2, 1], [0, 1, 2, 3], 0.1));
  assert.match(
    slow,
    /same to the last digit.*TensorFlow\.js \(wasm\) took 0\.1 s and .* 0\.2 s, \*\*2\.0 times/,
  );
});

test("losses that are not finite, or are missing in one of the runs, are left out of the difference", () => {
  const [one, other] = [run(FUSED, [3, NaN, 5], [0], 1), run(TFJS, [3.5, 2], [0], 1)];
  assert.equal(lossDifference(one, other), 0.5);
  assert.match(sayEngines(one, other), /at most 0\.5 nats/);
});

test("one run is no comparison, and neither are two that differ in more than their engine", () => {
  assert.match(sayEngines(run(TFJS, [3], [0], 1), run(TFJS, [3], [0], 1)), /^Both are one run on TensorFlow/);
  assert.throws(
    () => sayEngines(run(FUSED, [3], [0], 1), run(TFJS, [3], [0], 1, 32)),
    /differ in batchSize, not in their engine alone/,
  );
});
