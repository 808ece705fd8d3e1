// Sensitivity to the rate, worked out by hand.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rateSensitivity, type RatePoint } from "../../src/tuning";
import { lossPoint } from "./compare-parts";

const near = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-12, `${actual} ~ ${expected}`);

const of = (...points: RatePoint[]) => rateSensitivity({ points });

describe("rateSensitivity", () => {
  test("mean over the rates of the capped loss above the lowest; the interval is over seeds", () => {
    const found = of(
      lossPoint(0.1, [{ after: 2 }, { after: 2, before: 2.5 }]),
      lossPoint(0.2, [{ after: 1 }, { after: 1.4, before: 2.5 }]),
      lossPoint(1, [{ after: 5 }, { after: NaN, before: 2.5, status: "diverged" }]),
    );
    // Capped: 2, 1, 3 and 2, 1.4, 2.5. Means over seeds: 2, 1.2, 2.75.
    assert.equal(found?.bestRate, 0.2);
    near(found?.perSeed[0], (2 + 1 + 3) / 3 - 1);
    near(found?.perSeed[1], (2 + 1.4 + 2.5) / 3 - 1.4);
    near(found?.nats.mean, (2 + 1.2 + 2.75) / 3 - 1.2);
    // Student, one degree of freedom: 12.7062 x (difference / 2).
    const half = (12.706204736432102 * ((found?.perSeed[0] ?? 0) - (found?.perSeed[1] ?? 0))) / 2;
    assert.ok(Math.abs((found?.nats.high ?? 0) - (found?.nats.mean ?? 0) - half) < 1e-6);
    assert.deepEqual([found?.low, found?.high, found?.rates], [0.1, 1, 3]);
    near(found?.decades, 1);
  });

  test("one rate far off in three costs a third of its loss above the best", () => {
    const point = (rate: number, after: number) => lossPoint(rate, [{ after, before: 10 }]);
    near(of(point(0.1, 1), point(0.2, 1), point(0.4, 4))?.nats.mean, 1);
    near(of(point(0.1, 1), point(0.2, 1), point(0.4, 1))?.nats.mean, 0);
    assert.equal(of(point(0.1, 1), point(0.2, 2))?.nats.low, -Infinity, "one seed: no interval");
  });

  test("a loss above that at the start counts as that, however far", () => {
    const of3 = (after: number) => of(lossPoint(0.1, [{ after: 1 }]), lossPoint(1, [{ after }]))?.nats.mean;
    near(of3(3), 1);
    for (const after of [3.1, 50, Infinity, NaN]) near(of3(after), 1);
  });

  test("a run that was ended as diverged counts with its start, though its last loss was below", () => {
    const ended = lossPoint(1, [{ after: 2.9, status: "diverged" }]);
    near(of(lossPoint(0.1, [{ after: 1 }]), ended)?.nats.mean, 1);
  });

  test("it does not depend on the order of the rates", () => {
    const points = [3, 1, 2].map((after, i) => lossPoint([0.1, 0.2, 0.4][i], [{ after }]));
    assert.deepEqual(of(...points), { ...of(...[...points].reverse()) });
  });

  test("one rate, or none that trains, says nothing", () => {
    assert.equal(of(lossPoint(0.1, [{ after: 1 }])), null);
    const broken = [0.1, 1].map((rate) => lossPoint(rate, [{ after: NaN, status: "diverged" }]));
    assert.equal(of(...broken), null);
  });
});
