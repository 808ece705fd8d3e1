// What bench/SIGNALS.md counts with: labels, intervals, and what is caught and what is an alarm.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { flat, isLower, overfit } from "../../bench/signals/labels";
import { calibrate } from "../../bench/signals/calibrate";
import { JUDGES, type Judge, type Trial } from "../../bench/signals/judges";
import { score, wilson } from "../../bench/signals/score";
import { recordOf } from "./records";

/** Hits, trials, low, high. */
const WILSON: readonly (readonly [number, number, number, number])[] = [
  [0, 10, 0, 0.27753279986288926],
  [10, 10, 0.7224672001371109, 1],
  [251, 294, 0.8087896068456936, 0.8895685089907578],
  [1, 541, 0.0003263676308374224, 0.010395024300932833],
  [7, 9, 0.4525889691069889, 0.9367748928821533],
];

describe("labels", () => {
  test("lower: the mean of the paired differences is above 3 standard errors", () => {
    // Differences 1, 2, 3: mean 2, standard error 1 / sqrt(3), ratio 3.46. With 0, 2, 4 it is 1.73.
    assert.equal(isLower([5, 6, 7], [4, 4, 4]), true);
    assert.equal(isLower([4, 6, 8], [4, 4, 4]), false);
    assert.equal(isLower([4, 4, 4], [5, 6, 7]), false, "higher");
    assert.equal(isLower([4, 4, 4], [4, 4, 4]), false, "the same");
  });

  test("lower: a loss that is no number is worse than any", () => {
    assert.equal(isLower([1, NaN, 1], [9, 9, 9]), true);
    assert.equal(isLower([1, 1, 1], [0, 0, Infinity]), false);
    assert.equal(isLower([NaN, 1, 1], [0, 0, NaN]), false);
  });

  test("over-fit and flat, in standard errors over messages", () => {
    const record = recordOf([2, 1, 0.5, 0.2, 0.1], [2, 1.5, 1, 1.1, 1.3]);
    assert.deepEqual([overfit(record, 0.14), overfit(record, 0.16)], [true, false]);
    // The best of the first half (steps 0 to 20 of 40) is the best of all.
    assert.equal(flat(record, 0.01), true);
    assert.equal(flat(recordOf([2, 1, 0.5, 0.2, 0.1], [2, 1.5, 1.4, 1.1, 1]), 0.1), false);
  });
});

describe("scores", () => {
  test("Wilson's interval, as scipy 1.17.1 gives it (binomtest(k, n).proportion_ci)", () => {
    const near = (found: readonly number[], wanted: readonly number[]): void =>
      found.forEach((bound, i) =>
        assert.ok(Math.abs(bound - wanted[i]) < 1e-12, `${bound} for ${wanted[i]}`),
      );
    WILSON.forEach(([hits, of, low, high]) => near(wilson(hits, of), [low, high]));
    assert.deepEqual(wilson(0, 0), [0, 1]);
  });

  /** Speaks at a step that the record's first training loss names; 0 for never. */
  const judge = (severity: Judge["severity"], alarms?: number): Judge => ({
    ...JUDGES[0],
    severity,
    alarms,
    grid: { least: [0, 3, 5, 7] },
    warns: ({ evaluations: [{ train }] }, { least = 0 }) => (train.loss > least ? train.loss : null),
    says: ({ evaluations: [{ train }] }) => (train.loss % 2 === 0 ? ({} as never) : null),
  });
  const trial = (warned: number, truth: boolean): Trial => ({
    record: recordOf([warned, 1], [1, 1]),
    truth,
  });

  test("severe: before the last step, or it was no warning; every alarm counts", () => {
    const trials = [trial(4, true), trial(10, true), trial(0, true), trial(10, false), trial(0, false)];
    const found = score(trials, judge("severe"), {});
    assert.deepEqual(found, { cases: 3, caught: 1, others: 2, alarms: 1, liveAlarms: 1, median: 0.4 });
  });

  test("mild: what is said of the whole record; alarms at any time stand beside it", () => {
    const trials = [trial(4, true), trial(3, true), trial(6, false), trial(5, false)];
    const found = score(trials, judge("mild"), {});
    assert.deepEqual(found, { cases: 2, caught: 1, others: 2, alarms: 1, liveAlarms: 2, median: 0.4 });
  });

  test("of a run to which something was done, a warning of something else catches nothing", () => {
    const at = (injected: number): Trial => ({ ...trial(4, true), injected });
    const caught = [3, 4, 9].map((step) => score([at(step)], judge("mild"), {}).caught);
    assert.deepEqual(caught, [1, 0, 0], "it spoke at 4");
  });

  test("calibration: the most caught within the alarms allowed, else precision and recall in balance", () => {
    const trials = [trial(8, true), trial(6, true), trial(4, true), trial(6, false), trial(2, false)];
    assert.deepEqual(calibrate(trials, judge("severe", 0)).limits, { least: 7 }, "no alarm: 6 may not speak");
    // Recall 1 with alarms 2, 1; recall 2/3 with 1; 1/3 with none.
    assert.deepEqual(calibrate(trials, judge("mild")).limits, { least: 3 });
  });
});
