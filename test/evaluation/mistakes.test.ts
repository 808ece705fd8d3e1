// Each mistake on records for which it must fire, and on the nearest ones for which it must not.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  earlySpeed,
  severalFactors,
  trainingOnly,
  untestedRate,
  type NamedRecords,
} from "../../src/evaluation";
import { constant, cosine } from "../../src/schedules";
import type { RunRecord } from "../../src/training";
import { inputError } from "../data/fixtures";
import { recordOf, SPEC } from "../signals/records";

const rate = (peak: number, change: object = {}): RunRecord =>
  recordOf([2, 1], [2, 1], { spec: { schedule: constant({ peak }).spec, ...change } });

describe("a rate that was never tried on these data", () => {
  const spec = { ...SPEC, schedule: constant({ peak: 0.1 }).spec };

  test("fires without runs, with runs to one side, and with runs on other data or another batch size", () => {
    for (const [tried, words] of [
      [[], /no other/],
      [[rate(0.05)], /no higher/],
      [[rate(0.3)], /no lower/],
      [[rate(0.09), rate(0.11)], /no other/],
      [[rate(0.05, { features: "e".repeat(64) }), rate(0.3, { features: "e".repeat(64) })], /no other/],
      [[rate(0.05, { batchSize: 99 }), rate(0.3, { batchSize: 99 })], /no other/],
    ] as const) {
      assert.match(untestedRate(spec, tried)?.meaning ?? "silent", words);
    }
  });

  test("is silent with a rate half an octave to each side, by whatever schedule and seed", () => {
    const tried = [rate(0.1 / Math.SQRT2, { seeds: { init: 9, order: 8 } }), rate(0.15)];
    assert.equal(untestedRate(spec, tried), null);
    assert.equal(untestedRate({ ...spec, schedule: cosine({ peak: 0.1, steps: 80 }).spec }, tried), null);
  });
});

/** Three runs with training losses at the first look and the end, and a final validation macro-F1; loss is 2 less it. */
function setting(name: string, first: number, last: number, macroF1: number, spread = 0.002): NamedRecords {
  const records = [-1, 0, 1].map((k) => {
    const record = recordOf([2, first + k / 100, last + k / 100], [2, 1.5, 1]);
    const end = record.evaluations[2];
    const score = macroF1 + k * spread;
    const validation = { ...end.validation, macroF1: score, loss: 2 - score };
    return { ...record, evaluations: [...record.evaluations.slice(0, 2), { ...end, validation }] };
  });
  return { name, records };
}

describe("choices by the wrong number", () => {
  const hot = setting("hot", 0.5, 0.6, 0.7);
  const steady = setting("steady", 1, 0.4, 0.8);

  test("early speed fires when the fastest at first ends behind", () => {
    const found = earlySpeed([hot, steady]);
    assert.match(found?.meaning ?? "", /hot was fastest at first.*10\.0 points.*behind steady/);
    assert.equal(earlySpeed([setting("quick", 0.5, 0.3, 0.85), steady]), null, "the fastest is the best");
  });

  test("training only fires when the best fit generalises worse", () => {
    const fitted = setting("by heart", 1, 0.05, 0.7);
    const found = trainingOnly([fitted, steady]);
    assert.match(
      found?.meaning ?? "",
      /by heart fits training best \(loss 0\.05, steady 0\.40\).*0\.10 nats of validation loss/,
    );
    assert.equal(trainingOnly([hot, steady]), null, "the best fit is the best");
  });

  test("neither fires on a difference that seeds explain", () => {
    // Paired differences of -10, 1 and 12 points.
    const noisy = setting("noisy", 0.5, 0.05, 0.79, 0.11);
    assert.equal(earlySpeed([noisy, steady]), null);
    assert.equal(trainingOnly([noisy, steady]), null);
  });

  test("settings that cannot be compared are refused", () => {
    assert.throws(() => earlySpeed([hot]), inputError("two settings"));
    assert.throws(
      () => trainingOnly([hot, { name: "less", records: hot.records.slice(1) }]),
      inputError("same number"),
    );
  });
});

describe("several factors at once", () => {
  test("fires for two members that differ, whatever the number of specs; not for seeds or parts of one member", () => {
    const other = { ...SPEC, batchSize: 99 };
    assert.match(
      severalFactors([SPEC, { ...other, epochs: 3 }])?.meaning ?? "",
      /batchSize and epochs changed/,
    );
    assert.match(
      severalFactors([SPEC, other, { ...SPEC, epochs: 3 }])?.meaning ?? "",
      /batchSize and epochs/,
    );
    assert.equal(severalFactors([SPEC, { ...other, seeds: { init: 5, order: 6 } }]), null);
    assert.equal(severalFactors([SPEC, { ...SPEC, schedule: cosine({ peak: 1, steps: 80 }).spec }]), null);
    assert.equal(severalFactors([]), null);
  });
});
