import assert from "node:assert/strict";
import { test } from "node:test";
import * as lr from "../../src/schedules";

const cosine = lr.cosine({ peak: 0.5, steps: 1000 });
const cases: [lr.Schedule, string][] = [
  [lr.warmup(cosine, { steps: 50 }), "warmup 50 steps, then cosine 0.5 -> 0 over 1000"],
  [lr.warmup(lr.constant({ peak: 0.1 }), { steps: 1 }), "warmup 1 step, then constant 0.1"],
  [lr.step({ peak: 1, every: 30, floor: 0.001 }), "step 1, x 0.1 every 30 steps, not below 0.001"],
  [
    lr.piecewise({ rates: [1, 0.1, 0.05], boundaries: [3, 6] }),
    "piecewise 1, 0.1 from step 3, 0.05 from step 6",
  ],
  [
    lr.piecewise({ rates: [6, 5, 4, 3, 2, 1], boundaries: [1, 2, 3, 4, 5] }),
    "piecewise 6, 5 from step 1, 4 from step 2, 3 from step 3, 2 from step 4, ... (6 rates)",
  ],
  [lr.exponential({ peak: 1, factor: 0.9 }), "exponential 1, x 0.9 a step"],
  [
    lr.exponential({ peak: 1, factor: 0.5, every: 2, staircase: true }),
    "exponential 1, x 0.5 every 2 steps in stairs",
  ],
  [lr.geometric({ peak: 10, floor: 1e-8, steps: 100, rising: true }), "geometric 1e-7 -> 10 over 100"],
  [lr.inverseTime({ peak: 1, timescale: 100 }), "inverse time 1, half at step 100"],
  [lr.inverseSqrt({ peak: 1, timescale: 100 }), "inverse square root 1, half at step 300"],
  [lr.linear({ peak: 0.3, steps: 10, floor: 0.1 }), "linear 0.3 -> 0.03 over 10"],
  [lr.polynomial({ peak: 1, steps: 10, power: 2 }), "polynomial (power 2) 1 -> 0 over 10"],
  [lr.cosineRestarts({ peak: 1, period: 10, cycles: 3 }), "cosine restarts 1 -> 0, every 10 steps, 3 cycles"],
  [
    lr.cosineRestarts({ peak: 1, period: 10, growth: 2, factor: 0.5 }),
    "cosine restarts 1 -> 0, first cycle 10 steps, each cycle x 2 as long, x 0.5 as high",
  ],
  [lr.oneCycle({ peak: 0.5, steps: 100 }), "one-cycle 0.02 -> 0.5 -> 0.000002 over 100"],
  [lr.triangular({ peak: 1, floor: 0.1, stepsUp: 5 }), "triangular 0.1 to 1, 5 steps up and 5 down"],
  [
    lr.triangular2({ peak: 1, floor: 0.1, stepsUp: 5, cycles: 2 }),
    "triangular2 0.1 to 1, 5 steps up and 5 down, 2 cycles, each cycle half as high",
  ],
  [
    lr.expRange({ peak: 1, floor: 0.1, stepsUp: 5, factor: 0.99 }),
    "exp-range 0.1 to 1, 5 steps up and 5 down, height x 0.99 a step",
  ],
  [
    lr.warmupStableDecay({ peak: 0.5, warmup: 50, stable: 750, decay: 200 }),
    "warmup 50 steps, then 0.5 for 750, then 1-sqrt decay to 0 over 200",
  ],
  [
    lr.warmupStableDecay({ peak: 0.5, stable: 7, decay: 2, floor: 0.1 }),
    "0.5 for 7, then 1-sqrt decay to 0.05 over 2",
  ],
  [
    lr.join([{ schedule: lr.constant({ peak: 0.5 }), steps: 500 }, { schedule: cosine }]),
    "constant 0.5 for 500 steps, then cosine 0.5 -> 0 over 1000",
  ],
  [lr.scaled(cosine, 2), "2 x (cosine 0.5 -> 0 over 1000)"],
];

for (const [schedule, phrase] of cases) test(phrase, () => assert.equal(lr.describe(schedule), phrase));

test("a spec is described like its schedule, and checked", () => {
  assert.equal(lr.describe({ kind: "constant", peak: 0.1 }), "constant 0.1");
  assert.throws(() => lr.describe({ kind: "constant", peak: 0 }), {
    name: "InputError",
    message: /schedule\.peak/,
  });
});
