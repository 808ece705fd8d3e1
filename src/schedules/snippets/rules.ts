import { describe } from "../describe";
import { fromSpec } from "../from-spec";
import type { JoinSpec, MomentumRange, ScheduleSpec, WarmupSpec } from "../spec";
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
import { cyclic, evenRestarts, growingRestarts, oneCycle, ramp, warmupStableDecay } from "./phases";

/** Adds the rule of a schedule inside this one; returns its name. */
type Nested = (spec: ScheduleSpec) => string;

/** The rules of a checked spec's rate; the last one is called `name`, those before it are its parts. */
export function rateRules(spec: ScheduleSpec, name: string): Rule[] {
  return collect(spec, name, rateBody);
}

/** The rules of the momentum of a checked spec that moves it. */
export function momentumRules(spec: ScheduleSpec, name: string): Rule[] {
  return collect(spec, name, momentumBody);
}

function collect(spec: ScheduleSpec, name: string, bodyOf: (spec: ScheduleSpec, nested: Nested) => Body) {
  const rules: Rule[] = [];
  const add = (inner: ScheduleSpec, ownName: string | null): string => {
    const body = bodyOf(inner, (deeper) => add(deeper, null));
    const given = ownName ?? `${name}_part_${rules.length + 1}`;
    rules.push({ name: given, words: describe(inner), ...body });
    return given;
  };
  add(spec, name);
  return rules;
}

const just = (otherwise: Expression): Body => ({ values: [], cases: [], otherwise });
const rule = (name: string, at: Expression | null): Expression => ({ kind: "rule", name, at });
/** The steps since `start`, read only from there on. */
const since = (start: number): Expression => (start === 0 ? STEP : { kind: "since", start });
const atLeast = (floor: number, value: Expression): Expression =>
  floor === 0 ? value : call("max", floor, value);

function rateBody(spec: ScheduleSpec, nested: Nested): Body {
  switch (spec.kind) {
    case "constant":
      return just(spec.peak);
    case "step":
      return rateBody({ ...spec, kind: "exponential", staircase: true }, nested);
    case "piecewise": {
      const cases = spec.boundaries.map((before, i) => ({ before, value: spec.rates[i] }));
      return { values: [], cases, otherwise: spec.rates[spec.boundaries.length] };
    }
    case "exponential": {
      const { peak, factor, every, staircase, floor } = spec;
      const whole = staircase ? minus(STEP, remainder(STEP, every)) : STEP;
      return just(times(peak, atLeast(floor, power(factor, over(whole, every)))));
    }
    case "geometric": {
      const { peak, steps, floor, rising } = spec;
      const exponent = rising ? leftOf(steps) : over(call("min", STEP, steps), steps);
      return just(times(peak, power(floor, exponent)));
    }
    case "inverseTime":
      return just(times(spec.peak, atLeast(spec.floor, over(1, plus(1, over(STEP, spec.timescale))))));
    case "inverseSqrt": {
      const root = call("sqrt", plus(1, over(STEP, spec.timescale)));
      return just(times(spec.peak, atLeast(spec.floor, over(1, root))));
    }
    case "linear":
      return rateBody({ ...spec, kind: "polynomial", power: 1 }, nested);
    case "polynomial": {
      const { peak, steps, floor, rising } = spec;
      const [from, to] = rising ? [peak * floor, peak] : [peak, peak * floor];
      const weight = power(leftOf(steps), spec.power);
      return { values: [["weight", weight]], cases: [], otherwise: blend(from, to, named("weight")) };
    }
    case "cosine": {
      const { peak, steps, floor } = spec;
      return {
        values: [["left", leftOf(steps)]],
        cases: [],
        otherwise: halfCosine(peak, peak * floor, named("left")),
      };
    }
    case "cosineRestarts":
      return spec.growth === 1 ? evenRestarts(spec) : growingRestarts(spec);
    case "oneCycle": {
      const { peak, start, floor, fall } = spec;
      const low = peak * floor;
      return oneCycle(spec, [peak * start, peak, fall === null ? low : peak * start, low]);
    }
    case "triangular":
    case "triangular2":
    case "expRange":
      return cyclic(spec, spec.peak, spec.peak * spec.floor);
    case "warmupStableDecay":
      return warmupStableDecay(spec);
    case "warmup": {
      const inner = nested(spec.inner);
      const first = times(ramp(spec.steps, spec.start), rule(inner, null));
      return {
        values: [],
        cases: spec.steps === 0 ? [] : [{ before: spec.steps, value: first }],
        otherwise: rule(inner, since(spec.steps)),
      };
    }
    case "join":
      return join(spec, nested);
    case "scaled":
      return just(times(spec.factor, rule(nested(spec.inner), STEP)));
  }
}

/** Called only for a schedule that moves the momentum. */
function momentumBody(spec: ScheduleSpec, nested: Nested): Body {
  switch (spec.kind) {
    case "oneCycle": {
      const { high, low } = spec.momentum as MomentumRange;
      return oneCycle(spec, [high, low, high, high]);
    }
    case "triangular":
    case "triangular2":
    case "expRange":
      return cyclic(spec, (spec.momentum as MomentumRange).low, (spec.momentum as MomentumRange).high);
    case "warmup":
      return just(rule(nested(spec.inner), afterWarmup(spec)));
    case "join":
      return join(spec, nested);
    case "scaled":
      return just(rule(nested(spec.inner), STEP));
    default:
      throw new Error(`a schedule of kind ${spec.kind} does not move the momentum`);
  }
}

/** The inner schedule's momentum waits at its first value while the rate warms up. */
function afterWarmup({ steps }: WarmupSpec): Expression {
  return steps === 0 ? STEP : notNegative(minus(STEP, steps));
}

function join({ parts }: JoinSpec, nested: Nested): Body {
  const cases: { before: number; value: Expression }[] = [];
  let start = 0;
  for (const { schedule, steps } of parts.slice(0, -1)) {
    const end = start + (steps as number);
    if (end > start) cases.push({ before: end, value: rule(nested(schedule), since(start)) });
    start = end;
  }
  const { schedule, steps } = parts[parts.length - 1];
  const own = fromSpec(schedule).steps;
  // A last part that is cut short holds the rate of its last step.
  const cut = steps !== null && !(own !== null && own <= steps);
  const local = cut ? call("min", since(start), steps - 1) : since(start);
  return { values: [], cases, otherwise: rule(nested(schedule), local) };
}
