import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { initialWeights } from "../../src/training";

describe("initialWeights into weights that are given up", () => {
  test("has the values of new ones, in the same memory where that fits", () => {
    const model = { kind: "mlp", hidden: 5 } as const;
    const old = initialWeights(model, 7, 3, 1);
    old.arrays[1].values.fill(9);
    const made = initialWeights(model, 7, 3, 2, old);
    assert.deepEqual(made, initialWeights(model, 7, 3, 2));
    assert.equal(made.arrays[0].values, old.arrays[0].values);
    const wider = initialWeights(model, 8, 3, 2, made);
    assert.deepEqual(wider, initialWeights(model, 8, 3, 2));
  });
});
