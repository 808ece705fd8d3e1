// The gate's cross-check: seeds and messages drawn anew, scores computed anew.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom } from "../../src/data";
import { bootstrapChecks, weightedScores } from "../../src/evaluation/bootstrap";
import { crossedDifference } from "../../src/evaluation/crossed";
import { accuracyScores, differenceTable, macroF1Scores } from "../../src/evaluation/message-scores";
import { accuracy, macroF1 } from "../../src/metrics";

/** Arms whose answers are right with a probability that depends on the seed and on the message. */
function arms(seed: number, { seeds = 8, messages = 1200, gain = 0.03, ofSeeds = 0.02 } = {}) {
  const random = createRandom(seed);
  const classes = 6;
  const truth = Int32Array.from({ length: messages }, () => random.int(classes));
  const hard = Float64Array.from({ length: messages }, () => 0.6 * random.next());
  const arm = (shift: number): Int32Array[] =>
    Array.from({ length: seeds }, () => {
      const own = shift + ofSeeds * (2 * random.next() - 1);
      return Int32Array.from(truth, (label, i) =>
        random.next() < 0.9 - hard[i] + own ? label : (label + 1 + random.int(classes - 1)) % classes,
      );
    });
  return { truth, baseline: arm(0), candidate: arm(gain) };
}

describe("weightedScores", () => {
  test("with weights 1 they are accuracy and macro-F1; with whole weights those of repeated messages", () => {
    const { truth, baseline } = arms(1, { messages: 60 });
    const predicted = baseline[0];
    const ones = new Int32Array(60).fill(1);
    const plain = weightedScores(truth, predicted, ones, 6);
    assert.ok(Math.abs(plain.accuracy - accuracy(truth, predicted)) < 1e-12);
    assert.ok(Math.abs(plain.macroF1 - macroF1(truth, predicted)) < 1e-12);
    const weights = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    const repeat = (labels: Int32Array): number[] =>
      [...labels].flatMap((label, i) => new Array<number>(weights[i]).fill(label));
    const weighted = weightedScores(truth, predicted, weights, 6);
    assert.ok(Math.abs(weighted.accuracy - accuracy(repeat(truth), repeat(predicted))) < 1e-12);
    assert.ok(Math.abs(weighted.macroF1 - macroF1(repeat(truth), repeat(predicted))) < 1e-12);
  });
});

describe("bootstrapChecks", () => {
  test("agree with the crossed interval to a third of its width, on five made-up gates", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const made = arms(seed);
      const found = bootstrapChecks(made, 0.95, seed);
      for (const [check, scores] of [
        [found[0], accuracyScores],
        [found[1], macroF1Scores],
      ] as const) {
        const table = differenceTable(scores, made.truth, made.baseline, made.candidate);
        const crossed = crossedDifference(table, 0.95);
        const width = crossed.high - crossed.low;
        assert.ok(
          Math.abs(check.low - crossed.low) < width / 3,
          `${check.name}, ${seed}: ${check.low} ${crossed.low}`,
        );
        assert.ok(
          Math.abs(check.high - crossed.high) < width / 3,
          `${check.name}, ${seed}: ${check.high} ${crossed.high}`,
        );
      }
    }
  });

  test("the same seed gives the same draws; identical arms differ by nothing", () => {
    const made = arms(3, { messages: 200, seeds: 5 });
    assert.deepEqual(bootstrapChecks(made, 0.95, 7), bootstrapChecks(made, 0.95, 7));
    for (const { low, high } of bootstrapChecks({ ...made, candidate: made.baseline }, 0.95)) {
      assert.deepEqual([low, high], [0, 0]);
    }
  });
});
