// What a gate says of itself before the test split is opened, held against arms whose truth is known.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom } from "../../src/data";
import { gateOutlook, type GateOutlook } from "../../src/evaluation";
import type { RunRecord } from "../../src/training";
import { recordOf } from "../signals/records";

const MESSAGES = 400;
const CLASSES = 4;
const truth = Array.from({ length: MESSAGES }, (_, i) => i % CLASSES);

/** Records of 8 seeds whose validation labels are wrong for a share of the messages, by chance. */
function arm(wrong: number, seed: number): RunRecord[] {
  const random = createRandom(seed);
  return Array.from({ length: 8 }, () => ({
    ...recordOf([2, 1], [2, 1]),
    predictions: {
      train: [],
      validation: truth.map((label) => (random.next() < wrong ? (label + 1) % CLASSES : label)),
    },
  }));
}

const outlook = (wrong: number, messages: number): GateOutlook =>
  gateOutlook(
    truth,
    { baseline: arm(wrong, 1), candidate: arm(wrong, 2), again: arm(wrong, 3) },
    messages,
    0.95,
  );

describe("gateOutlook", () => {
  test("approves about as often as its error says, where nothing differs", () => {
    const { falseApprovals, seeds, messages } = outlook(0.2, 400);
    assert.deepEqual([seeds, messages], [8, 400]);
    // One-sided 2.5% on two criteria that go together; 500 draws.
    assert.ok(falseApprovals.count / falseApprovals.of <= 0.045, `${falseApprovals.count}`);
    assert.ok(falseApprovals.high > falseApprovals.count / falseApprovals.of && falseApprovals.high < 0.08);
  });

  test("the detectable gain is (z.975 + z.8) standard errors of independent answers, in points", () => {
    // Each answer is wrong by chance: variance 2 p (1 - p) of a difference, over seeds x messages.
    const [wrong, messages] = [0.2, 2000];
    const error = 100 * Math.sqrt((2 * wrong * (1 - wrong)) / (8 * messages));
    const { accuracy } = outlook(wrong, messages).detectable;
    assert.ok(accuracy > 0.9 * 2.8 * error && accuracy < 2.5 * 2.8 * error, `${accuracy}, ${2.8 * error}`);
  });

  test("more test messages make it smaller, worse models larger; seeds limit what messages can do", () => {
    const [few, many] = [outlook(0.2, 500), outlook(0.2, 2000)].map(({ detectable }) => detectable.accuracy);
    assert.ok(many < 0.85 * few, `${few}, ${many}`);
    assert.ok(outlook(0.05, 500).detectable.accuracy < few);
  });

  test("is the same for the same seed", () => {
    assert.deepEqual(outlook(0.2, 300), outlook(0.2, 300));
  });
});
