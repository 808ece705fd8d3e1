import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GATE_RULES, gateRules, lookConfidences, shareInterval } from "../../src/evaluation";
import { inputError } from "../data/fixtures";

const near = (found: number, wanted: number, within: number): void =>
  assert.ok(Math.abs(found - wanted) < within, `${found}, ${wanted}`);

describe("gateRules", () => {
  test("fills in the defaults", () => {
    assert.deepEqual(gateRules(), GATE_RULES);
    assert.equal(gateRules({ sliceMargin: 1 }).sliceMargin, 1);
  });

  for (const [rule, values] of [
    ["confidence", [1, 0.4, NaN]],
    ["sliceConfidence", [0, 1.5]],
    ["sliceMargin", [-1, Infinity]],
    ["sliceMessages", [0, 1.5]],
    ["spreadMargin", [0.5, Infinity, NaN]],
  ] as const) {
    test(`refuses ${rule} of ${values.join(", ")}`, () => {
      for (const value of values) {
        assert.throws(() => gateRules({ [rule]: value }), inputError("gate rules", rule, String(value)));
      }
    });
  }
});

describe("lookConfidences", () => {
  test("one look has the whole error", () => {
    near(lookConfidences([8], 0.95)[0], 0.95, 1e-12);
  });

  test("the looks' errors add up to the whole, early ones getting little", () => {
    const errors = lookConfidences([5, 8, 12], 0.95).map((confidence) => 1 - confidence);
    near(
      errors.reduce((a, b) => a + b),
      0.05,
      1e-9,
    );
    assert.ok(errors[0] < errors[1] && errors[1] < errors[2], errors.join(", "));
  });

  test("spends as the O'Brien-Fleming function of Lan and DeMets does: .0056 at half (their table)", () => {
    near(1 - lookConfidences([5, 10], 0.95)[0], 0.0056, 5e-5);
  });
});

describe("shareInterval", () => {
  // scipy 1.16: binomtest(k, n).proportion_ci(method="exact"); 0 of n has the closed form 1 - .025^(1/n).
  test("is Clopper and Pearson's", () => {
    near(shareInterval(0, 100).high, 1 - 0.025 ** (1 / 100), 1e-9);
    near(shareInterval(20, 1000).low, 0.01225, 1e-4);
    near(shareInterval(20, 1000).high, 0.03073, 1e-4);
    assert.deepEqual([shareInterval(0, 9).low, shareInterval(9, 9).high], [0, 1]);
  });
});
