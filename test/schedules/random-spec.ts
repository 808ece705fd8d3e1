import type { ScheduleSpec } from "../../src/schedules";

/** mulberry32: a seeded source of numbers in [0, 1). */
export function numbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random spec of each kind; those that hold others hold random ones. */
export function randomSpecs(next: () => number, depth = 0): Record<ScheduleSpec["kind"], ScheduleSpec> {
  const pick = <T>(...choices: T[]): T => choices[Math.floor(next() * choices.length)];
  const whole = (least: number): number => least + Math.floor(next() ** 2 * 30);
  const peak = 10 ** (4 * next() - 3);
  const fraction = (): number => pick(0, 0.01, 1, next());
  const above0 = (): number => pick(0.01, 1, 1 - next());
  const rising = next() < 0.5;
  const start = pick(null, above0());
  const cycles = pick(null, whole(1));
  const rise = next();
  const ends = { peak, steps: whole(1), rising, floor: rising ? above0() : fraction() };
  const cyclic = { peak, floor: above0(), stepsUp: whole(1), stepsDown: whole(1), cycles };
  const momentum = pick(null, { high: 0.95, low: 0.5 });
  const oneStart = above0();
  const inner = (): ScheduleSpec => {
    if (depth >= 2) return { kind: "cosine", peak, steps: whole(1), floor: fraction() };
    // Momentum in some parts of a join only is refused, so what is inside leaves it alone.
    return withoutMomentum(pick(...Object.values(randomSpecs(next, depth + 1))));
  };
  const specs: { [K in ScheduleSpec["kind"]]: Extract<ScheduleSpec, { kind: K }> } = {
    constant: { kind: "constant", peak },
    step: { kind: "step", peak, every: whole(1), factor: above0(), floor: fraction() },
    piecewise: {
      kind: "piecewise",
      rates: [peak, peak * next(), 0, peak * 2],
      boundaries: [1, 5, 5 + whole(1)],
    },
    exponential: {
      kind: "exponential",
      peak,
      factor: above0(),
      every: whole(1),
      staircase: next() < 0.5,
      floor: fraction(),
    },
    geometric: { kind: "geometric", ...ends, floor: above0() },
    inverseTime: { kind: "inverseTime", peak, timescale: 0.1 + 50 * next(), floor: fraction() },
    inverseSqrt: { kind: "inverseSqrt", peak, timescale: 0.1 + 50 * next(), floor: fraction() },
    linear: { kind: "linear", ...ends },
    polynomial: { kind: "polynomial", ...ends, power: 0.1 + 3 * next() },
    cosine: { kind: "cosine", peak, steps: whole(1), floor: fraction() },
    cosineRestarts: {
      kind: "cosineRestarts",
      peak,
      period: whole(1),
      growth: pick(1, 2, 3),
      factor: above0(),
      floor: fraction(),
      cycles: pick(null, 1, 2, 3),
    },
    oneCycle: {
      kind: "oneCycle",
      peak,
      steps: whole(1),
      start: oneStart,
      floor: oneStart * fraction(),
      rise,
      fall: pick(null, (1 - rise) * next()),
      shape: pick("cosine", "linear"),
      momentum,
    },
    triangular: { kind: "triangular", ...cyclic, momentum },
    triangular2: { kind: "triangular2", ...cyclic, momentum },
    expRange: { kind: "expRange", ...cyclic, momentum, factor: above0() },
    warmupStableDecay: {
      kind: "warmupStableDecay",
      peak,
      warmup: whole(0),
      stable: whole(0),
      decay: whole(1),
      floor: fraction(),
      shape: pick("1-sqrt", "linear", "cosine"),
      start,
    },
    warmup: { kind: "warmup", inner: inner(), steps: whole(0), start },
    join: {
      kind: "join",
      parts: [
        { schedule: inner(), steps: whole(0) },
        { schedule: inner(), steps: whole(1) },
        { schedule: inner(), steps: pick(null, whole(1)) },
      ],
    },
    scaled: { kind: "scaled", inner: inner(), factor: 2 * (1 - next()) },
  };
  return specs;
}

function withoutMomentum(spec: ScheduleSpec): ScheduleSpec {
  return "momentum" in spec ? { ...spec, momentum: null } : spec;
}
