// The rules of other libraries, as the benchmark states them, on curves whose answer is known by construction.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  fastaiMinimum,
  fastaiValley,
  FINDERS,
  lightning,
  lrFinder,
  type LossCurve,
} from "../../bench/range/finders";

const STEPS = 2000;
const rates = Array.from({ length: STEPS }, (_, i) => 1e-4 * 10 ** ((5 * i) / STEPS));

/** A loss of log10(rate), long enough that smoothing lags it by little. */
const curve = (loss: (log: number) => number): LossCurve => ({
  rates,
  losses: rates.map((rate) => loss(Math.log10(rate))),
});
const near = (found: number | null, wanted: number): void =>
  assert.ok(found !== null && Math.abs(Math.log10(found / wanted)) < 0.15, `${found}, ${wanted}`);

describe("other libraries' rules", () => {
  test("a tenth of the minimum", () => {
    near(fastaiMinimum(curve((log) => 2 + (log + 1) ** 2)), 0.01);
  });

  test("the steepest fall: the middle of a logistic one", () => {
    const fall = curve((log) => 1 + 3 / (1 + Math.exp(6 * (log + 1.5))));
    near(lightning(fall), 10 ** -1.5);
    near(lrFinder(fall), 10 ** -1.5);
  });

  test("the valley: half way through the fall's middle third", () => {
    // Falls from 1e-3 to 1e-1, flat before (rising a little, so that it is no fall), rising after.
    const fall = curve((log) =>
      log < -3 ? 4 + 0.001 * (log + 4) : log < -1 ? 4 - (log + 3) : 2 + 3 * (log + 1),
    );
    near(fastaiValley(fall), 10 ** (-3 + 2 * 0.5));
  });

  test("what comes after the loss has quadrupled is not read; a curve that is too short has no answer", () => {
    const broken = curve((log) => (log > 0 ? 1e6 : 2 + (log + 1) ** 2));
    near(fastaiMinimum(broken), 0.01);
    for (const finder of Object.values(FINDERS)) {
      assert.equal(finder({ rates: [0.1, 0.2], losses: [2, NaN] }), null);
    }
  });
});
