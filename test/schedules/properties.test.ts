// What holds for every schedule, tried on random specs of every kind, nested ones included.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  describe as phrase,
  fromSpec,
  parseSpec,
  peakOf,
  scheduleKinds,
  withPeak,
  type Schedule,
  type ScheduleSpec,
} from "../../src/schedules";
import { numbers, randomSpecs } from "./random-spec";

const ROUNDS = 150;
const HORIZON = 120;

function schedules(kind: (typeof scheduleKinds)[number]): Schedule[] {
  const next = numbers(20240 + scheduleKinds.indexOf(kind));
  return Array.from({ length: ROUNDS }, () => fromSpec(randomSpecs(next)[kind]));
}

function isEndless(spec: ScheduleSpec): boolean {
  if (spec.kind === "join") {
    const last = spec.parts[spec.parts.length - 1];
    return last.steps === null && isEndless(last.schedule);
  }
  if ("inner" in spec) return isEndless(spec.inner);
  if ("cycles" in spec) return spec.cycles === null;
  return ["step", "exponential", "inverseTime", "inverseSqrt"].includes(spec.kind);
}

const steps = Array.from({ length: HORIZON }, (_, t) => t);
const close = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));

for (const kind of scheduleKinds) {
  describe(`properties: ${kind}`, () => {
    const all = schedules(kind);
    const each = (check: (s: Schedule) => void): void => {
      for (const s of all) {
        try {
          check(s);
        } catch (error) {
          throw new Error(JSON.stringify(s.spec), { cause: error });
        }
      }
    };

    test("the first rate is above 0; none is negative, infinite or above the peak", () =>
      each((s) => {
        assert.ok(s(0) > 0);
        const peak = peakOf(s) * (1 + 1e-12);
        for (const t of [...steps, 1e6, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
          assert.ok(s(t) >= 0 && s(t) <= peak, `step ${t}: ${s(t)}`);
        }
      }));

    test("from its `steps` on it is flat; only what never ends has none", () =>
      each((s) => {
        assert.equal(s.steps === null, isEndless(s.spec));
        if (s.steps === null) return;
        const end = s(s.steps);
        for (const t of [1, 2, 3, 10, 100, 1e9]) assert.equal(s(s.steps + t), end);
        assert.equal(s(Number.MAX_SAFE_INTEGER), end);
        if (s.momentum) assert.equal(s.momentum(s.steps + 7), s.momentum(s.steps));
      }));

    test("its JSON makes the same schedule, and is canonical and frozen", () =>
      each((s) => {
        const json = JSON.parse(JSON.stringify(s.spec)) as unknown;
        const spec = parseSpec(json);
        assert.deepEqual(spec, s.spec);
        assert.equal(JSON.stringify(spec), JSON.stringify(s.spec));
        const again = fromSpec(spec);
        for (const t of steps) assert.equal(again(t), s(t));
        assert.equal(again.steps, s.steps);
        assert.equal(again.momentum?.(3), s.momentum?.(3));
        const frozen = (value: unknown): boolean =>
          typeof value !== "object" ||
          value === null ||
          (Object.isFrozen(value) && Object.values(value).every(frozen));
        assert.ok(frozen(s.spec) && Object.isFrozen(s));
      }));

    test("a step that is not a whole number of at least 0 is refused", () =>
      each((s) => {
        for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53, "1", null, undefined]) {
          const rule = /^step must be a whole number of at least 0, but is /;
          assert.throws(() => s(bad as number), { name: "InputError", message: rule });
          if (s.momentum) assert.throws(() => s.momentum?.(bad as number), { message: rule });
        }
      }));

    test("with twice the peak every rate doubles, and nothing else changes", () =>
      each((s) => {
        const twice = withPeak(s, 2 * peakOf(s));
        for (const t of steps) assert.ok(close(twice(t), 2 * s(t)), `step ${t}`);
        assert.equal(twice.steps, s.steps);
        assert.equal(twice.spec.kind, s.spec.kind);
      }));

    test("it is described in one short line", () =>
      each((s) => {
        assert.match(phrase(s), /^[ -~]{5,}$/);
        assert.equal(phrase(s), phrase(s.spec));
        assert.doesNotMatch(phrase(s), /NaN|undefined|null|object/);
      }));
  });
}

test("decaying schedules never rise, rising ones never fall", () => {
  const next = numbers(7);
  for (let round = 0; round < ROUNDS; round++) {
    const specs = randomSpecs(next);
    for (const kind of ["step", "exponential", "inverseTime", "inverseSqrt", "cosine"] as const) {
      const s = fromSpec(specs[kind]);
      for (const t of steps) assert.ok(s(t + 1) <= s(t) * (1 + 1e-12), `${JSON.stringify(s.spec)} at ${t}`);
    }
    for (const kind of ["linear", "polynomial", "geometric"] as const) {
      const spec = specs[kind] as { rising: boolean };
      const s = fromSpec(specs[kind]);
      const sign = spec.rising ? 1 : -1;
      for (const t of steps) {
        assert.ok(sign * (s(t + 1) - s(t)) >= -1e-12 * s(t), `${JSON.stringify(s.spec)} at ${t}`);
      }
    }
    const wsd = fromSpec(specs.warmupStableDecay);
    const { warmup } = specs.warmupStableDecay as { warmup: number };
    for (const t of steps) assert.ok(t < warmup || wsd(t + 1) <= wsd(t) * (1 + 1e-12));
    for (let t = 0; t < warmup; t++) assert.ok(wsd(t + 1) >= wsd(t));
  }
});

test("momentum stays in its range and moves against the rate", () => {
  const next = numbers(11);
  let moving = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const specs = randomSpecs(next);
    for (const kind of ["oneCycle", "triangular", "triangular2", "expRange"] as const) {
      const s = fromSpec(specs[kind]);
      if (!s.momentum) continue;
      moving++;
      for (const t of steps) {
        const [now, then] = [s.momentum(t), s.momentum(t + 1)];
        assert.ok(now >= 0.5 && now <= 0.95);
        const slack = 1e-12 * s(t);
        if (then < now) assert.ok(s(t + 1) >= s(t) - slack, `${JSON.stringify(s.spec)} at ${t}`);
      }
    }
  }
  assert.ok(moving > ROUNDS);
});
