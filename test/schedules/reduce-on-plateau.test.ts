import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reduceOnPlateau, type PlateauState } from "../../src/schedules";

type Options = Parameters<typeof reduceOnPlateau>[0];

/** The rate after each metric. */
function rates(options: Options, metrics: number[]): number[] {
  const { initial, update } = reduceOnPlateau(options);
  let state = initial;
  return metrics.map((metric) => (state = update(state, metric)).rate);
}
const repeat = (metric: number, n: number): number[] => Array.from({ length: n }, () => metric);
const halves = { peak: 1, factor: 0.5, patience: 2 };

describe("reduce on plateau", () => {
  test("a metric that improves each time is left alone; the last one that did counts", () => {
    assert.deepEqual(rates(halves, [5, 4, 3, 2, 1, 0.5]), repeat(1, 6));
    assert.deepEqual(rates(halves, [5, 4, 4, 3, 3, 3, 3]), [1, 1, 1, 1, 1, 0.5, 0.5]);
  });

  test("works alike for metrics of either sign, by symmetry of the two modes", () => {
    const losses = [3, 2, 2.5, 2.5, 1, -1, -1, -1, -2, -1.9, -2, -5];
    const min = rates(halves, losses);
    const max = rates(
      { ...halves, mode: "max" },
      losses.map((x) => -x),
    );
    assert.deepEqual(min, max);
    assert.deepEqual(min, [1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125]);
    assert.deepEqual(rates(halves, repeat(0, 3)), [1, 1, 0.5]);
  });

  test("improvement by no more than the threshold is none, at either sign", () => {
    // rtol 10%: from 10 the metric must fall below 9, from -10 below -11.
    const wait1 = { ...halves, patience: 1, rtol: 0.1 };
    assert.deepEqual(rates(wait1, [10, 9.5]), [1, 0.5]);
    assert.deepEqual(rates(wait1, [10, 8.9]), [1, 1]);
    assert.deepEqual(rates(wait1, [-10, -10.5]), [1, 0.5]);
    assert.deepEqual(rates(wait1, [-10, -11.1]), [1, 1]);
    const absolute = { ...halves, patience: 1, rtol: 0, atol: 1 };
    assert.deepEqual(rates(absolute, [10, 9]), [1, 0.5]);
    assert.deepEqual(rates(absolute, [10, 8.9]), [1, 1]);
    // By default relative 1e-4.
    const usual = { ...halves, patience: 1 };
    assert.deepEqual([rates(usual, [1, 0.99991])[1], rates(usual, [1, 0.99989])[1]], [0.5, 1]);
  });

  test("never below the floor", () => {
    assert.deepEqual(rates({ ...halves, patience: 1, floor: 0.3 }, repeat(1, 5)), [1, 0.5, 0.3, 0.3, 0.3]);
  });

  test("a best metric found while cooling down is remembered", () => {
    const cooling = { ...halves, patience: 1, cooldown: 2 };
    assert.deepEqual(rates(cooling, [5, 5, 1, 4, 4]), [1, 0.5, 0.5, 0.5, 0.25]);
    assert.deepEqual(rates(cooling, [5, 5, 4, 4, 3]), [1, 0.5, 0.5, 0.5, 0.5]);
  });

  test("a metric that is not finite is no improvement and never the best", () => {
    assert.deepEqual(rates(halves, [NaN, Infinity, 1, 1, 1]), [1, 0.5, 0.5, 0.5, 0.25]);
    assert.deepEqual(rates(halves, [1, -Infinity, NaN]), [1, 1, 0.5]);
  });

  test("pure: a state from JSON goes on the same, and is never changed", () => {
    const { initial, update } = reduceOnPlateau({ ...halves, cooldown: 1 });
    let [a, b]: PlateauState[] = [initial, initial];
    for (const metric of [3, 3, 3, 3, 2, 2, 2, 2]) {
      const before = JSON.stringify(a);
      const next = update(a, metric);
      assert.equal(JSON.stringify(a), before);
      assert.ok(Object.isFrozen(next));
      b = JSON.parse(JSON.stringify(update(b, metric))) as PlateauState;
      assert.deepEqual(next, b);
      a = next;
    }
    assert.equal(a.rate, 0.25);
  });

  test("its spec is canonical; bad parameters and metrics are named", () => {
    assert.deepEqual(reduceOnPlateau({ peak: 1 }).spec, {
      kind: "reduceOnPlateau",
      peak: 1,
      factor: 0.1,
      patience: 10,
      cooldown: 0,
      floor: 0,
      mode: "min",
      rtol: 1e-4,
      atol: 0,
    });
    const { spec } = reduceOnPlateau(halves);
    assert.deepEqual(reduceOnPlateau(JSON.parse(JSON.stringify(spec)) as Options).spec, spec);
    const bad: [object, RegExp][] = [
      [{}, /^reduceOnPlateau: peak is missing/],
      [{ peak: 1, patience: 0 }, /^reduceOnPlateau: patience must be a whole number of at least 1, but is 0/],
      [{ peak: 1, factor: 1 }, /^reduceOnPlateau: factor must be below 1/],
      [{ peak: 1, rtol: -1 }, /^reduceOnPlateau: rtol must be/],
      [{ peak: 1, mode: "up" }, /^reduceOnPlateau: mode must be one of "min", "max"/],
      [{ peak: 1, min_lr: 0 }, /^reduceOnPlateau: min_lr is not a parameter here/],
    ];
    for (const [options, message] of bad) {
      assert.throws(() => reduceOnPlateau(options as Options), { name: "InputError", message });
    }
    const { initial, update } = reduceOnPlateau({ peak: 1 });
    assert.throws(() => update(initial, "0.5" as never), {
      name: "InputError",
      message: /metric must be a number/,
    });
  });
});
