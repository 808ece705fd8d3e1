import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { meanInterval } from "../../src/evaluation";
import { declareStudy, logSpaced, rateBand, type RatePoint, type RateSweep } from "../../src/tuning";
import { inputError } from "../data/fixtures";

describe("logSpaced", () => {
  test("evenly spaced on a log axis, rounded to two digits", () => {
    assert.deepEqual(logSpaced(0.01, 1, 5), [0.01, 0.032, 0.1, 0.32, 1]);
    assert.deepEqual(logSpaced(1e-4, 100, 7), [1e-4, 1e-3, 0.01, 0.1, 1, 10, 100]);
    assert.deepEqual(logSpaced(0.3, 7, 1), [0.3]);
    assert.deepEqual(logSpaced(0.05, 0.8, 5), [0.05, 0.1, 0.2, 0.4, 0.8]);
  });

  test("what makes no sense is refused", () => {
    for (const [low, high, count] of [
      [0, 1, 2],
      [-1, 1, 2],
      [2, 1, 2],
      [NaN, 1, 2],
      [1, 2, 0],
      [1, 2, 1.5],
    ]) {
      assert.throws(() => logSpaced(low, high, count), inputError("logSpaced", String(count)));
    }
  });
});

function sweep(...points: [rate: number, macroF1: number, diverged?: number][]): RateSweep {
  return {
    kind: "rate-sweep",
    study: declareStudy({
      question: "",
      factor: "schedule",
      nuisance: [],
      fixed: {},
      seeds: [1],
      runs: 1,
      rule: "",
    }),
    points: points.map(([rate, macroF1, diverged = 0]): RatePoint => {
      const estimate = meanInterval([macroF1, macroF1]);
      return { rate, runs: [], diverged, loss: estimate, accuracy: estimate, macroF1: estimate };
    }),
  };
}

describe("rateBand", () => {
  test("the neighbours of the best that are less than a point below it", () => {
    const band = rateBand(sweep([0.01, 0.5], [0.03, 0.795], [0.1, 0.8], [0.3, 0.792], [1, 0.6]));
    assert.equal(band?.best.rate, 0.1);
    assert.deepEqual([band?.low, band?.high, band?.atEdge], [0.03, 0.3, null]);
    assert.ok(Math.abs((band?.decades ?? 0) - 1) < 1e-12);
  });

  test("rates may come in any order; another width may be asked for", () => {
    const shuffled = sweep([1, 0.6], [0.1, 0.8], [0.01, 0.5], [0.3, 0.785], [0.03, 0.795]);
    assert.deepEqual([rateBand(shuffled)?.low, rateBand(shuffled)?.high], [0.03, 0.1]);
    assert.deepEqual([rateBand(shuffled, 0.02)?.low, rateBand(shuffled, 0.02)?.high], [0.03, 0.3]);
    assert.equal(rateBand(shuffled, 0.001)?.decades, 0);
  });

  test("it does not jump over a bad or a diverged rate", () => {
    const band = rateBand(sweep([0.01, 0.8], [0.03, 0.5], [0.1, 0.801], [0.3, 0.8, 1], [1, 0.8]));
    assert.deepEqual([band?.low, band?.high], [0.1, 0.1]);
  });

  test("a rate with one diverged run of several is never the best", () => {
    assert.equal(rateBand(sweep([0.1, 0.7], [1, 0.9, 1]))?.best.rate, 0.1);
  });

  test("a best at the edge of what was tried says so", () => {
    assert.equal(rateBand(sweep([0.1, 0.9], [1, 0.8], [10, 0.7]))?.atEdge, "low");
    assert.equal(rateBand(sweep([0.1, 0.7], [1, 0.8], [10, 0.9]))?.atEdge, "high");
  });

  test("no band where every rate diverged", () => {
    assert.equal(rateBand(sweep([0.1, 0.9, 1], [1, 0.8, 2])), null);
  });
});

describe("declareStudy", () => {
  const plan = {
    question: "?",
    factor: "schedule",
    nuisance: [],
    fixed: {},
    seeds: [1, 2],
    runs: 2,
    rule: "best",
  };

  test("is the plan, of its kind", () => {
    assert.deepEqual(declareStudy(plan), { kind: "study", ...plan });
  });

  test("seeds that repeat, or none, are refused", () => {
    assert.throws(() => declareStudy({ ...plan, seeds: [] }), inputError("at least one seed"));
    assert.throws(() => declareStudy({ ...plan, seeds: [3, 1, 3] }), inputError("must differ", "3, 1, 3"));
  });
});
