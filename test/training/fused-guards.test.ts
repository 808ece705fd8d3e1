// What would read or write memory that is not the run's is refused.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Features, FeatureSplit } from "../../src/features";
import { openRun, runSpec, shareFeatures } from "../../src/training";
import { inputError } from "../data/fixtures";
import { advance, bitsOf } from "./fused-parts";
import { randomFeatures } from "./reference";

const features = randomFeatures({ rows: 40, columns: 12, classes: 3 });
const choices = {
  model: { kind: "mlp", hidden: 5 },
  schedule: 0.1,
  batchSize: 8,
  epochs: 2,
  engine: "fused",
} as const;

describe("an open run", () => {
  test("closed twice gives its memory back once; closed, it answers nothing", async () => {
    const spec = await runSpec(features, choices);
    const alone = await openRun(spec, features);
    advance(alone);
    const expected = bitsOf(alone);
    const first = await openRun(spec, features);
    first.close();
    const second = await openRun(spec, features);
    first.close();
    const third = await openRun({ ...spec, seeds: { init: 9, order: 9 } }, features);
    advance(third, 3);
    advance(second);
    assert.deepEqual(bitsOf(second), expected);
    const closed = inputError(/closed/);
    assert.throws(() => first.advance(), closed);
    assert.throws(() => first.evaluate("train"), closed);
    assert.throws(() => first.weights(), closed);
    assert.throws(() => first.scale, closed);
    assert.throws(() => first.checkpoint(), closed);
    for (const run of [alone, second, third]) run.close();
  });

  test("takes no step past its plan", async () => {
    const run = await openRun(await runSpec(features, choices), features);
    advance(run);
    assert.equal(run.step, run.plannedSteps);
    assert.throws(() => run.advance(), inputError(/all 10 steps/));
    run.close();
  });
});

describe("features made by hand", () => {
  const changed = (change: (split: FeatureSplit) => FeatureSplit): Features => ({
    ...features,
    splits: { ...features.splits, validation: change(features.splits.validation) },
  });
  const first = (split: FeatureSplit, ...columns: number[]): FeatureSplit => {
    const indices = split.x.indices.slice();
    const row = [...split.x.indptr].findIndex((from, r) => split.x.indptr[r + 1] - from >= 2);
    indices.set(columns, split.x.indptr[row]);
    return { ...split, x: { ...split.x, indices } };
  };
  for (const [what, change, message] of [
    ["a column twice in a row", (s) => first(s, 4, 4), /validation row \d+ has column 4 twice/],
    ["a column too high", (s) => first(s, 12), /validation row \d+ has column 12, of 12/],
    ["a column below 0", (s) => first(s, -1), /validation row \d+ has column -1, of 12/],
    [
      "a label too high",
      (s) => ({ ...s, y: s.y.slice().fill(3, 1, 2) }),
      /validation row 1 has label 3, of 3/,
    ],
    ["too few labels", (s) => ({ ...s, y: s.y.slice(1) }), /lengths/],
  ] as [string, (split: FeatureSplit) => FeatureSplit, RegExp][]) {
    test(`with ${what} are refused`, () => {
      assert.throws(() => shareFeatures(changed(change)), inputError(message));
    });
  }
});
