// Each schedule against its formula written out by hand, at its ends, and at its smallest.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as lr from "../../src/schedules";

const near = (actual: number, expected: number, what = ""): void =>
  assert.ok(
    Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
    `${what} ${actual} ~ ${expected}`,
  );
const rates = (s: lr.Schedule, n: number): number[] => Array.from({ length: n }, (_, t) => s(t));
const nearAll = (s: lr.Schedule, expected: number[]): void =>
  expected.forEach((value, t) => near(s(t), value, `step ${t}:`));

describe("closed forms", () => {
  test("constant", () => {
    assert.deepEqual(rates(lr.constant({ peak: 0.3 }), 3), [0.3, 0.3, 0.3]);
    assert.equal(lr.constant({ peak: 0.3 }).steps, 0);
  });

  test("step: ten times less every second step, down to the floor", () =>
    nearAll(lr.step({ peak: 2, every: 2, floor: 0.01 }), [2, 2, 0.2, 0.2, 0.02, 0.02, 0.02, 0.02]));

  test("piecewise changes at the boundary itself", () => {
    const s = lr.piecewise({ rates: [1, 3, 0], boundaries: [2, 3] });
    assert.deepEqual(rates(s, 5), [1, 1, 3, 0, 0]);
    assert.equal(s.steps, 3);
    assert.equal(lr.piecewise({ rates: [1], boundaries: [] }).steps, 0);
  });

  test("exponential, smooth and in stairs", () => {
    near(lr.exponential({ peak: 8, factor: 0.5, every: 2 })(1), 8 / Math.SQRT2);
    nearAll(lr.exponential({ peak: 8, factor: 0.5, every: 2, staircase: true }), [8, 8, 4, 4, 2, 2]);
    near(lr.exponential({ peak: 8, factor: 0.5, floor: 0.25 })(50), 2);
  });

  test("geometric: equal ratios; what a range test walks up", () => {
    const s = lr.geometric({ peak: 10, floor: 1e-8, steps: 100, rising: true });
    near(s(0) / 1e-7, 1);
    for (let t = 0; t < 100; t++) near(s(t + 1) / s(t), 10 ** 0.08);
    assert.equal(s(100), 10);
    nearAll(lr.geometric({ peak: 8, floor: 1 / 8, steps: 3 }), [8, 4, 2, 1, 1]);
  });

  test("inverse time: half after one timescale, a third after two", () => {
    const s = lr.inverseTime({ peak: 6, timescale: 5, floor: 0.1 });
    near(s(5), 3);
    near(s(10), 2);
    near(s(1000), 0.6);
  });

  test("inverse square root: half after three timescales, a third after eight", () => {
    const s = lr.inverseSqrt({ peak: 6, timescale: 5, floor: 0.1 });
    near(s(15), 3);
    near(s(40), 2);
    near(s(5000), 0.6);
  });

  test("linear, both ways", () => {
    nearAll(lr.linear({ peak: 4, steps: 4 }), [4, 3, 2, 1, 0, 0]);
    nearAll(lr.linear({ peak: 4, steps: 3, floor: 0.25, rising: true }), [1, 2, 3, 4, 4]);
  });

  test("polynomial, both ways", () => {
    nearAll(lr.polynomial({ peak: 9, steps: 3, power: 2 }), [9, 4, 1, 0, 0]);
    nearAll(lr.polynomial({ peak: 10, steps: 3, power: 2, floor: 0.1, rising: true }), [1, 6, 9, 10, 10]);
  });

  test("cosine: the ends exactly, the middle half-way, symmetric", () => {
    const s = lr.cosine({ peak: 0.3, steps: 10, floor: 0.2 });
    assert.equal(s(0), 0.3);
    assert.equal(s(10), 0.3 * 0.2);
    near(s(5), 0.18);
    for (let t = 0; t <= 10; t++) near(s(t) + s(10 - t), 0.36);
    near(lr.cosine({ peak: 1, steps: 3 })(1), 0.75);
  });

  test("cosine restarts: each cycle a cosine of its own", () => {
    const s = lr.cosineRestarts({ peak: 1, period: 4, growth: 2, factor: 0.5, floor: 0.2, cycles: 3 });
    const heights = [0.8, 0.4, 0.2];
    for (const [cycle, [from, length]] of [
      [0, 4],
      [4, 8],
      [12, 16],
    ].entries()) {
      const one = lr.cosine({ peak: heights[cycle], steps: length });
      for (let t = 0; t < length; t++) near(s(from + t), 0.2 + one(t), `cycle ${cycle}, step ${t}:`);
    }
    assert.equal(s.steps, 28);
    assert.equal(s(28), 0.2);
    near(lr.cosineRestarts({ peak: 1, period: 4 })(4e9 + 2), 0.5);
  });

  test("one-cycle: start, peak at a whole step, floor; momentum the other way", () => {
    const s = lr.oneCycle({ peak: 2, steps: 100 });
    near(s(0), 0.08);
    assert.equal(s(30), 2);
    near(s(100), 8e-6);
    near(s(15), 1.04);
    assert.deepEqual(
      [0, 30, 100, 500].map((t) => s.momentum?.(t)),
      [0.95, 0.85, 0.95, 0.95],
    );
    assert.equal(lr.oneCycle({ peak: 2, steps: 100, momentum: null }).momentum, undefined);
    const three = lr.oneCycle({
      peak: 1,
      steps: 10,
      rise: 0.4,
      fall: 0.4,
      start: 0.2,
      floor: 0,
      shape: "linear",
    });
    nearAll(three, [0.2, 0.4, 0.6, 0.8, 1, 0.8, 0.6, 0.4, 0.2, 0.1, 0, 0]);
  });

  test("triangular, triangular2 and exp-range", () => {
    const fields = { peak: 5, floor: 0.2, stepsUp: 2 };
    nearAll(lr.triangular(fields), [1, 3, 5, 3, 1, 3, 5, 3, 1]);
    nearAll(lr.triangular2(fields), [1, 3, 5, 3, 1, 2, 3, 2, 1, 1.5, 2]);
    nearAll(lr.expRange({ ...fields, factor: 0.5 }), [1, 2, 2, 1.25, 1, 1 + 2 / 32]);
    nearAll(lr.triangular({ ...fields, stepsDown: 1, cycles: 2 }), [1, 3, 5, 1, 3, 5, 1, 1, 1, 1, 1]);
    assert.equal(lr.triangular({ ...fields, stepsDown: 1, cycles: 2 }).steps, 6);
    assert.equal(lr.triangular(fields).momentum, undefined);
  });

  test("warmup is (t + 1)/(w + 1), then the inner schedule from its own step 0", () => {
    const inner = lr.cosine({ peak: 0.5, steps: 1000 });
    const s = lr.warmup(inner, { steps: 50 });
    for (let t = 0; t < 50; t++) near(s(t), (0.5 * (t + 1)) / 51);
    for (let t = 0; t < 1010; t++) assert.equal(s(50 + t), inner(t));
    assert.equal(s.steps, 1050);
    assert.deepEqual(s.spec, { kind: "warmup", inner: inner.spec, steps: 50, start: null });
    nearAll(lr.warmup(lr.constant({ peak: 1 }), { steps: 4, start: 0.2 }), [0.2, 0.4, 0.6, 0.8, 1, 1]);
    assert.deepEqual(rates(lr.warmup(inner, { steps: 0 }), 3), rates(inner, 3));
    assert.equal(lr.warmup(lr.exponential({ peak: 1, factor: 0.9 }), { steps: 5 }).steps, null);
  });

  test("warmup holds the momentum of the inner schedule's first step", () => {
    const s = lr.warmup(lr.oneCycle({ peak: 1, steps: 10 }), { steps: 5 });
    assert.deepEqual(
      [0, 4, 5, 8].map((t) => s.momentum?.(t)),
      [0.95, 0.95, 0.95, 0.85],
    );
  });

  test("warmup-stable-decay is warmup, constant and decay joined", () => {
    const s = lr.warmupStableDecay({ peak: 2, warmup: 3, stable: 4, decay: 5, floor: 0.1, shape: "linear" });
    const joined = lr.join([
      { schedule: lr.warmup(lr.constant({ peak: 2 }), { steps: 3 }), steps: 7 },
      { schedule: lr.linear({ peak: 2, steps: 5, floor: 0.1 }) },
    ]);
    nearAll(s, rates(joined, 20));
    assert.equal(s.steps, joined.steps);
    const cosine = lr.warmupStableDecay({ peak: 2, stable: 0, decay: 6, shape: "cosine" });
    nearAll(cosine, rates(lr.cosine({ peak: 2, steps: 6 }), 9));
  });

  test("join: each part counts its own steps; the last runs to its end", () => {
    const s = lr.join([
      { schedule: lr.constant({ peak: 1 }), steps: 2 },
      { schedule: lr.linear({ peak: 8, steps: 8 }), steps: 2 },
      { schedule: lr.linear({ peak: 4, steps: 2 }) },
    ]);
    nearAll(s, [1, 1, 8, 7, 4, 2, 0, 0]);
    assert.equal(s.steps, 6);
  });

  test("join: a last part that is cut short holds the rate of its last step", () => {
    const restarts = lr.cosineRestarts({ peak: 1, period: 4 });
    const s = lr.join([{ schedule: restarts, steps: 4 }]);
    assert.equal(s.steps, 4);
    for (const t of [4, 5, 100]) assert.equal(s(t), restarts(3));
    const whole = lr.join([{ schedule: lr.linear({ peak: 1, steps: 4 }), steps: 4 }]);
    assert.equal(whole(4), 0);
    const rising = lr.join([
      { schedule: lr.linear({ peak: 1, floor: 0.5, steps: 4, rising: true }), steps: 9 },
    ]);
    assert.deepEqual([rising(4), rising(20), rising.steps], [1, 1, 4]);
  });

  test("join takes momentum from its parts, and refuses to invent it", () => {
    const one = lr.oneCycle({ peak: 1, steps: 10 });
    const s = lr.join([
      { schedule: one, steps: 3 },
      { schedule: one, steps: 10 },
    ]);
    assert.deepEqual(
      [2, 3, 6].map((t) => s.momentum?.(t)),
      [one.momentum?.(2), 0.95, 0.85],
    );
    const mixed = [{ schedule: one, steps: 3 }, { schedule: lr.constant({ peak: 1 }) }];
    assert.throws(() => lr.join(mixed), {
      name: "InputError",
      message: /join: parts must all move the momentum/,
    });
  });

  test("scaled multiplies the rate and leaves steps and momentum", () => {
    const one = lr.oneCycle({ peak: 1, steps: 10 });
    const s = lr.scaled(one, 3);
    for (let t = 0; t < 12; t++) near(s(t), 3 * one(t));
    assert.equal(s.steps, 10);
    assert.equal(s.momentum?.(3), 0.85);
  });
});

test("with one step: the peak, then the end", () => {
  const fields = { peak: 1, steps: 1 };
  assert.deepEqual(rates(lr.cosine(fields), 3), [1, 0, 0]);
  assert.deepEqual(rates(lr.linear(fields), 3), [1, 0, 0]);
  assert.deepEqual(rates(lr.linear({ ...fields, floor: 0.5, rising: true }), 3), [0.5, 1, 1]);
  assert.deepEqual(rates(lr.polynomial({ ...fields, power: 3 }), 3), [1, 0, 0]);
  assert.deepEqual(rates(lr.geometric({ ...fields, floor: 0.5 }), 3), [1, 0.5, 0.5]);
  assert.deepEqual(rates(lr.oneCycle({ ...fields, floor: 0 }), 3), [1, 0, 0]);
  assert.deepEqual(rates(lr.warmup(lr.cosine(fields), { steps: 1 }), 4), [0.5, 1, 0, 0]);
  assert.deepEqual(rates(lr.warmupStableDecay({ peak: 1, stable: 0, decay: 1 }), 3), [1, 0, 0]);
  assert.deepEqual(rates(lr.cosineRestarts({ peak: 1, period: 1 }), 3), [1, 1, 1]);
  assert.deepEqual(rates(lr.triangular({ peak: 1, floor: 0.5, stepsUp: 1 }), 4), [0.5, 1, 0.5, 1]);
  assert.deepEqual(rates(lr.step({ peak: 1, every: 1, factor: 0.5 }), 3), [1, 0.5, 0.25]);
});

test("cycles are counted far out, and refused where their steps cannot be", () => {
  const s = lr.cosineRestarts({ peak: 1, period: 1, growth: 2 });
  near(s(2 ** 40 - 1), 1); // cycle 40 starts here
  assert.throws(() => lr.cosineRestarts({ peak: 1, period: 10, growth: 10, cycles: 40 }), {
    name: "InputError",
    message: /steps add up to/,
  });
});
