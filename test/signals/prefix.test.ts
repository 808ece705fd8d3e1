// Live use: what is said of a prefix depends on nothing that comes later, and warnings come at the first one.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom, type Random } from "../../src/data";
import {
  diagnose,
  divergence,
  divergenceWarning,
  oscillation,
  oscillationWarning,
  overfitting,
  overfittingWarning,
  overshoot,
  overshootWarning,
  plateau,
  plateauWarning,
  slowConvergence,
  slowConvergenceWarning,
  spikes,
  spikesWarning,
  until,
  warnings,
} from "../../src/signals";
import type { RunRecord } from "../../src/training";
import { inputError } from "../data/fixtures";
import { recordOf } from "./records";

/** Losses that fall, wander, rise, settle or jump; nothing like one signal's own rule. */
function randomRecord(random: Random): RunRecord {
  const count = 9;
  const walk = (down: number, noise: number): number[] => {
    const values = [2];
    while (values.length < count) {
      const last = values[values.length - 1];
      values.push(Math.max(0.01, last * (1 - down) + noise * (random.next() - 0.5)));
    }
    return values;
  };
  const train = walk(0.3 * random.next(), random.pick([0.02, 0.3, 1.5]));
  const validation = walk(random.pick([-0.1, 0.05, 0.2]), random.pick([0.01, 0.3]));
  const steps = 10 * (count - 1);
  const jump = random.next() < 0.5 ? random.int(steps) : -1;
  const loss = Array.from({ length: steps }, (_, t) => 1 + 0.2 * random.next() + (t === jump ? 4 : 0));
  if (random.next() < 0.2) loss.fill(2.5, random.int(steps));
  const tilt = random.next() - 0.5;
  const overshoots = Array.from({ length: steps }, () => tilt + 0.4 * (random.next() - 0.5));
  if (random.next() < 0.2) loss[steps - 1] = NaN;
  const status = validation[count - 1] <= 2 && Number.isFinite(loss[steps - 1]) ? "done" : "diverged";
  const [gradientNorm, rate] = [loss.map(() => 1.5), loss.map(() => 0.3)];
  return recordOf(train, validation, { status, curve: { loss, overshoot: overshoots, gradientNorm, rate } });
}

const random = createRandom(5);
const RECORDS = Array.from({ length: 60 }, () => randomRecord(random));
const PAIRS = [
  ["divergence", divergence, divergenceWarning],
  ["spikes", spikes, spikesWarning],
  ["oscillation", oscillation, oscillationWarning],
  ["overshoot", overshoot, overshootWarning],
  ["slow-convergence", slowConvergence, slowConvergenceWarning],
  ["over-fitting", overfitting, overfittingWarning],
  ["plateau", plateau, plateauWarning],
] as const;

describe("prefixes", () => {
  for (const [name, signal, warning] of PAIRS) {
    test(`${name}: the warning is the first prefix of which the signal speaks`, () => {
      let spoke = 0;
      for (const record of RECORDS) {
        const steps = Array.from({ length: record.steps + 1 }, (_, step) => step);
        const first = steps.find((step) => signal(until(record, step)) !== null) ?? null;
        assert.equal(warning(record), first);
        assert.equal(warnings(record)[name], first);
        const found = signal(record);
        if (found !== null) assert.equal(found.warnedAt, first);
        if (first !== null) spoke++;
      }
      assert.ok(spoke >= 3 && spoke < RECORDS.length, `it spoke of ${spoke} of ${RECORDS.length}`);
    });
  }

  test("what comes later does not matter", () => {
    for (const [i, record] of RECORDS.entries()) {
      const other = RECORDS[(i + 1) % RECORDS.length];
      const step = 30 + (i % 20);
      const tail = <T>(a: readonly T[], b: readonly T[], from: number): T[] => [
        ...a.slice(0, from),
        ...b.slice(from),
      ];
      const changed: RunRecord = {
        ...record,
        status: other.status,
        curve: {
          ...record.curve,
          loss: tail(record.curve.loss, other.curve.loss, step),
          overshoot: tail(record.curve.overshoot, other.curve.overshoot, step),
        },
        evaluations: tail(record.evaluations, other.evaluations, Math.floor(step / 10) + 1),
      };
      assert.deepEqual(diagnose(until(changed, step)), diagnose(until(record, step)));
    }
  });

  test("until: evaluations and curves up to the step, no label that only the end can give", () => {
    const [record] = RECORDS;
    const seen = until(record, 35);
    assert.equal(seen.steps, 35);
    assert.equal(seen.plannedSteps, 80);
    assert.equal(seen.status, "done");
    assert.deepEqual(
      seen.evaluations.map(({ step }) => step),
      [0, 10, 20, 30],
    );
    assert.deepEqual(seen.curve.loss, record.curve.loss.slice(0, 35));
    const predicted = { ...record, predictions: { train: [3, 1], validation: [2] } };
    assert.deepEqual(until(predicted, 35).predictions, { train: [-1, -1], validation: [-1] });
    assert.equal(until(record, 80), record);
    assert.equal(until(record, 81), record);
    assert.deepEqual(diagnose(until(record, 0)).findings, []);
    for (const step of [-1, 1.5, NaN])
      assert.throws(() => until(record, step), inputError("until", String(step)));
  });
});
