import type {
  CosineRestartsSpec,
  ExpRangeSpec,
  OneCycleSpec,
  Triangular2Spec,
  TriangularSpec,
  WarmupStableDecaySpec,
} from "../spec";
import {
  blend,
  call,
  halfCosine,
  leftOf,
  minus,
  named,
  notNegative,
  over,
  plus,
  power,
  remainder,
  STEP,
  times,
  type Body,
  type Expression,
  type Rule,
} from "./expression";

type Cyclic = TriangularSpec | Triangular2Spec | ExpRangeSpec;

/** (t + 1)/(w + 1), or a line from `start`. */
export function ramp(steps: number, start: number | null): Expression {
  if (start === null) return over(plus(STEP, 1), steps + 1);
  return blend(1, start, over(STEP, steps));
}

/** Cosine decays of equal length. */
export function evenRestarts({ peak, period, factor, floor, cycles }: CosineRestartsSpec): Body {
  const low = peak * floor;
  const at = remainder(STEP, period);
  const cycle = over(minus(STEP, named("at")), period);
  const values: Rule["values"] = [
    ["at", at],
    ["left", over(minus(period, named("at")), period)],
    ...(factor === 1 ? [] : [["high", blend(peak, low, power(factor, cycle))] as const]),
  ];
  const wave = halfCosine(factor === 1 ? peak : named("high"), low, named("left"));
  if (cycles === null) return { values, cases: [], otherwise: wave };
  return { values, cases: [{ before: cycles * period, value: wave }], otherwise: low };
}

/** Cosine decays: each cycle is at least twice as long as the one before, so that countable steps have at most 53. */
export function growingRestarts({ peak, period, growth, factor, floor, cycles }: CosineRestartsSpec): Body {
  const low = peak * floor;
  const cases: { before: number; value: Expression }[] = [];
  let length = period;
  let end = period;
  for (let i = 0; i < (cycles ?? Infinity) && end - length <= Number.MAX_SAFE_INTEGER; i++) {
    const high = blend(peak, low, power(factor, i));
    cases.push({ before: end, value: halfCosine(high, low, over(minus(end, STEP), length)) });
    length *= growth;
    end += length;
  }
  return { values: [], cases, otherwise: low };
}

/** From each value to the next, at the knots of a one-cycle schedule. */
export function oneCycle({ steps, rise, fall, shape }: OneCycleSpec, values: readonly number[]): Body {
  const top = Math.round(rise * steps);
  const back = fall === null ? steps : Math.round((rise + fall) * steps);
  const knots = [0, top, back, steps];
  const between = shape === "cosine" ? halfCosine : blend;
  const cases = [1, 2, 3]
    .filter((i) => knots[i] > knots[i - 1])
    .map((i) => {
      const left = over(minus(knots[i], STEP), knots[i] - knots[i - 1]);
      return { before: knots[i], value: between(values[i - 1], values[i], left) };
    });
  return { values: [], cases, otherwise: values[3] };
}

/** A triangle wave between `low`, where it starts and ends, and `peak`; either may be the larger one. */
export function cyclic(spec: Cyclic, peak: number, low: number): Body {
  const { stepsUp, stepsDown, cycles } = spec;
  const length = stepsUp + stepsDown;
  const at = named("at");
  const wave = call("min", over(at, stepsUp), over(minus(length, at), stepsDown));
  const height = {
    triangular: () => 1,
    triangular2: () => power(0.5, over(minus(STEP, at), length)),
    expRange: () => power((spec as ExpRangeSpec).factor, STEP),
  }[spec.kind]();
  const values: Rule["values"] = [
    ["at", remainder(STEP, length)],
    ["wave", times(wave, height)],
  ];
  const value = blend(peak, low, named("wave"));
  if (cycles === null) return { values, cases: [], otherwise: value };
  return { values, cases: [{ before: cycles * length, value }], otherwise: low };
}

export function warmupStableDecay(spec: WarmupStableDecaySpec): Body {
  const { peak, warmup, stable, decay, floor, shape, start } = spec;
  const low = peak * floor;
  const hold = warmup + stable;
  const left = named("left");
  const passed = over(call("min", notNegative(minus(STEP, hold)), decay), decay);
  const decays: Record<typeof shape, () => Expression> = {
    // 1 - sqrt(x) = (1 - x)/(1 + sqrt(x)), which keeps its digits near the end.
    "1-sqrt": () => blend(peak, low, over(left, plus(1, call("sqrt", passed)))),
    linear: () => blend(peak, low, left),
    cosine: () => halfCosine(peak, low, left),
  };
  return {
    values: [["left", leftOf(hold + decay, decay)]],
    cases: [
      ...(warmup === 0 ? [] : [{ before: warmup, value: times(peak, ramp(warmup, start)) }]),
      ...(stable === 0 ? [] : [{ before: hold, value: peak }]),
    ],
    otherwise: decays[shape](),
  };
}
