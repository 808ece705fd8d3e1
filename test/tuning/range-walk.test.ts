// Walks made by formula: the loss depends on the sum of the rates alone, as in gradient flow, so the best constant
// rate is known.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { priorLoss } from "../../src/tuning/range-prior";
import { unclear } from "../../src/tuning/range-test";
import { readWalk } from "../../src/tuning/range-walk";
import { featuresOf } from "../training/helpers";
import { valley, walkRecord } from "./range-parts";

describe("readWalk", () => {
  const planted = 0.2;
  const tunedSteps = 500;
  for (const [low, high, steps] of [
    [0.003, 10, 500],
    [0.001, 100, 500],
    [0.01, 10, 250],
    [0.0001, 1, 4000],
  ]) {
    test(`finds the planted rate on a walk from ${low} to ${high} in ${steps} steps`, () => {
      const { guess } = readWalk(
        walkRecord({ low, high, steps, every: 2 }, valley(planted * tunedSteps)),
        tunedSteps,
      );
      assert.ok(Math.abs(Math.log2(guess / planted)) < 0.1, `${guess}`);
    });
  }

  test("a run of twice the steps gets half the rate", () => {
    const record = walkRecord({ low: 0.003, high: 10, steps: 500 }, valley(100));
    assert.equal(readWalk(record, 500).guess, 2 * readWalk(record, 1000).guess);
  });

  test("one lucky evaluation is no minimum", () => {
    const smooth = walkRecord({ low: 0.003, high: 10, steps: 500 }, valley(100));
    const lucky = structuredClone(smooth);
    const spike = lucky.evaluations[10] as { validation: { loss: number } };
    spike.validation.loss = 0.01;
    assert.equal(readWalk(lucky, 500).guess, readWalk(smooth, 500).guess);
  });

  test("it breaks at the first evaluation above the start, after the lowest loss", () => {
    const walk = readWalk(walkRecord({ low: 0.01, high: 10, steps: 300, every: 1 }, valley(60, 2)), 300);
    assert.ok(walk.breaksAt !== null && walk.breaksAt >= 2 && walk.breaksAt < 2.05, `${walk.breaksAt}`);
    assert.ok(walk.lowestAt < 2 && !walk.stillFalling);
  });

  test("a loss that is not finite is a break, and never the lowest", () => {
    const record = walkRecord({ low: 0.01, high: 10, steps: 300 }, (distance, rate) =>
      rate > 1 ? NaN : valley(1e4)(distance, rate),
    );
    const walk = readWalk(record, 300);
    assert.ok(walk.breaksAt !== null && walk.breaksAt > 1 && walk.lowestAt <= 1);
    assert.ok(Number.isFinite(walk.lowest));
  });

  test("still falling at the end of the range says so", () => {
    const walk = readWalk(walkRecord({ low: 0.001, high: 0.01, steps: 300 }, valley(1000)), 300);
    assert.deepEqual([walk.stillFalling, walk.breaksAt], [true, null]);
  });
});

describe("priorLoss", () => {
  test("is the cross-entropy of the training frequencies, one added to each count", () => {
    const rows = (y: number[]): { indptr: number[]; indices: number[]; values: number[]; y: number[] } => ({
      indptr: [0, ...y.map(() => 0)],
      indices: [],
      values: [],
      y,
    });
    // Counts 3 and 1 and 0, each plus one, of 7: 4/7, 2/7, 1/7.
    const features = featuresOf(2, 3, rows([0, 0, 0, 1]), rows([0, 2]));
    const expected = (Math.log(7 / 4) + Math.log(7)) / 2;
    assert.ok(Math.abs(priorLoss(features) - expected) < 1e-12);
  });
});

describe("unclear", () => {
  const walk = (lowest: number): ReturnType<typeof readWalk> => ({
    points: [],
    lowest,
    lowestAt: 1,
    guess: 0.1,
    breaksAt: null,
    stillFalling: false,
  });
  test("the walks must get below the frequencies of the labels, most of them", () => {
    assert.equal(unclear([walk(2), walk(2.1), walk(3)], 3), null);
    assert.match(unclear([walk(2), walk(2.99), walk(3)], 3) ?? "", /2\.990 nats .* 3\.000/);
    assert.match(unclear([walk(3.2)], 3) ?? "", /no clear answer/);
  });
});
