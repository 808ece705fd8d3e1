// Scores by message: their mean is the score, and the influence on macro-F1 is what leaving a message out shows.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom } from "../../src/data";
import { accuracyScores, differenceTable, macroF1Scores } from "../../src/evaluation";
import { accuracy, macroF1 } from "../../src/metrics";

const CLASSES = 5;

/** Labels of which about a quarter is wrong, more in some classes than in others. */
function labels(count: number, seed: number): { truth: number[]; predicted: number[] } {
  const random = createRandom(seed);
  const truth = Array.from({ length: count }, () => random.int(CLASSES));
  const predicted = truth.map((label) => (random.next() < 0.1 + 0.08 * label ? random.int(CLASSES) : label));
  return { truth, predicted };
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("scores by message", () => {
  for (const seed of [1, 2, 3]) {
    test(`their mean is accuracy and macro-F1 (seed ${seed})`, () => {
      const { truth, predicted } = labels(200, seed);
      assert.ok(Math.abs(mean(accuracyScores(truth, predicted)) - accuracy(truth, predicted)) < 1e-12);
      assert.ok(Math.abs(mean(macroF1Scores(truth, predicted)) - macroF1(truth, predicted)) < 1e-12);
    });
  }

  test("a class that is only predicted, and one that is only true, count as in macroF1", () => {
    const [truth, predicted] = [
      [0, 0, 1, 3, 3],
      [0, 2, 1, 1, 0],
    ];
    assert.ok(Math.abs(mean(macroF1Scores(truth, predicted)) - macroF1(truth, predicted)) < 1e-12);
  });

  test("the influence of a message is what the jackknife finds, to the order of one in n", () => {
    const { truth, predicted } = labels(600, 4);
    const whole = macroF1(truth, predicted);
    const scores = macroF1Scores(truth, predicted);
    for (let i = 0; i < 40; i++) {
      const without = (all: readonly number[]): number[] => all.filter((_, k) => k !== i);
      const pseudo = 600 * whole - 599 * macroF1(without(truth), without(predicted));
      assert.ok(Math.abs(scores[i] - pseudo) < 0.02, `message ${i}: ${scores[i]}, ${pseudo}`);
    }
  });

  test("the standard error of macro-F1 is the bootstrap's", () => {
    const { truth, predicted } = labels(400, 5);
    const scores = macroF1Scores(truth, predicted);
    const m = mean(scores);
    const error = Math.sqrt(mean(scores.map((value) => (value - m) ** 2)) / 400);
    const random = createRandom(6);
    const drawn = Array.from({ length: 1500 }, () => {
      const rows = Array.from({ length: 400 }, () => random.int(400));
      return macroF1(
        rows.map((row) => truth[row]),
        rows.map((row) => predicted[row]),
      );
    });
    const centre = mean(drawn);
    const bootstrap = Math.sqrt(mean(drawn.map((value) => (value - centre) ** 2)));
    assert.ok(Math.abs(error / bootstrap - 1) < 0.08, `${error}, ${bootstrap}`);
  });

  test("a table has points, seed by seed, of the rows that were asked for", () => {
    const truth = [0, 1, 2, 1];
    const table = differenceTable(accuracyScores, truth, [[0, 0, 0, 0]], [[0, 1, 0, 0]], [1, 3]);
    assert.deepEqual(
      table.map((row) => [...row]),
      [[100, 0]],
    );
  });
});
