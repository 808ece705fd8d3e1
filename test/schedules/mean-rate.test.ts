// The mean of a schedule's rates over a run, against closed forms and by property.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  constant,
  cosine,
  linear,
  meanRate,
  peakForMeanRate,
  peakOf,
  step,
  warmup,
  withPeak,
  fromSpec,
  type Schedule,
} from "../../src/schedules";
import { inputError } from "../data/fixtures";
import { numbers, randomSpecs } from "./random-spec";

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual / expected - 1) < 1e-12, `${actual} ~ ${expected}`);

describe("meanRate", () => {
  test("decays to 0 over n steps have (n + 1) / 2n of the peak: the first step has all of it", () => {
    for (const n of [1, 2, 7, 470, 1000]) {
      near(meanRate(cosine({ peak: 0.8, steps: n }), n), (0.8 * (n + 1)) / (2 * n));
      near(meanRate(linear({ peak: 0.8, steps: n }), n), (0.8 * (n + 1)) / (2 * n));
    }
  });

  test("a warmup inside the run changes nothing of it: w/2 of the peak over w steps, then the decay's", () => {
    const s = warmup(cosine({ peak: 1, steps: 446 }), { steps: 24 });
    near(meanRate(s, 470), (24 / 2 + 447 / 2) / 470);
    near(meanRate(s, 470), meanRate(cosine({ peak: 1, steps: 470 }), 470));
  });

  test("with a floor, with stairs, and past the schedule's end", () => {
    const n = 100;
    near(meanRate(cosine({ peak: 2, steps: n, floor: 0.1 }), n), 2 * (0.1 + (0.9 * (n + 1)) / (2 * n)));
    near(meanRate(step({ peak: 2, every: 2, floor: 0.01 }), 4), (2 + 2 + 0.2 + 0.2) / 4);
    near(meanRate(linear({ peak: 1, steps: 2 }), 6), 1.5 / 6);
    near(meanRate(constant({ peak: 0.3 }), 470), 0.3);
  });

  test("steps that are no number of steps are refused", () => {
    for (const steps of [0, -1, 2.5, NaN]) {
      assert.throws(() => meanRate(constant({ peak: 1 }), steps), inputError("meanRate: steps"));
    }
  });
});

describe("peakForMeanRate", () => {
  test("twice n / (n + 1) times the mean for a decay to 0; the mean itself for a constant", () => {
    near(peakForMeanRate(cosine({ peak: 7, steps: 470 }), 0.2, 470), (0.4 * 470) / 471);
    assert.equal(peakForMeanRate(constant({ peak: 7 }), 0.2, 470), 0.2);
  });

  test("any schedule at that peak has that mean, to the 12 digits that its spec is named with", () => {
    const next = numbers(11);
    for (let i = 0; i < 20; i++) {
      const steps = 1 + 5 * i;
      for (const spec of Object.values(randomSpecs(next))) {
        const s: Schedule = fromSpec(spec);
        const peak = peakForMeanRate(s, 0.37, steps);
        const mean = meanRate(withPeak(s, peak), steps);
        assert.ok(Math.abs(mean / 0.37 - 1) < 1e-10, `${JSON.stringify(spec)} over ${steps}: ${mean}`);
        assert.ok(Math.abs(peakOf(withPeak(s, peak)) / peak - 1) < 1e-12);
      }
    }
  });

  test("a mean that is not above 0 is refused", () => {
    for (const mean of [0, -1, NaN, Infinity]) {
      assert.throws(() => peakForMeanRate(constant({ peak: 1 }), mean, 5), inputError("mean must be"));
    }
  });
});
