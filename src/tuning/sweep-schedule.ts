import type { JoinPartSpec, ScheduleSpec } from "../schedules";
import { isObject, type JsonObject } from "./sweep-json";

/** Kinds whose `steps` say how long they are. */
const WITH_STEPS = ["cosine", "linear", "polynomial", "geometric", "oneCycle"];

/**
 * The JSON of a schedule with the lengths that were left out, so that it ends when the run does: the `steps` of a
 * cosine, linear, polynomial, geometric or one-cycle schedule, the `stable` steps between warmup and decay, and
 * inside a warmup or the last part of a join, what is left after the parts before. Anything else is as it was, for
 * `parseSpec` to check.
 *
 * @param steps optimizer steps of the run
 * @example fillSteps({ kind: "cosine", peak: 0.5 }, 240) // { kind: "cosine", peak: 0.5, steps: 240 }
 */
export function fillSteps(json: unknown, steps: number): unknown {
  if (typeof json === "number") return { kind: "constant", peak: json };
  if (!isObject(json)) return json;
  const { kind } = json;
  if (WITH_STEPS.includes(kind as string)) return withDefault(json, "steps", steps);
  switch (kind) {
    case "warmupStableDecay":
      return withDefault(json, "stable", steps - count(json.warmup ?? 0) - count(json.decay), 0);
    case "warmup":
      return { ...json, inner: fillSteps(json.inner, steps - count(json.steps)) };
    case "scaled":
      return { ...json, inner: fillSteps(json.inner, steps) };
    case "join":
      return Array.isArray(json.parts) ? { ...json, parts: fillParts(json.parts, steps) } : json;
    default:
      return json;
  }
}

function fillParts(parts: readonly unknown[], steps: number): unknown[] {
  let left = steps;
  return parts.map((part, i) => {
    if (!isObject(part)) return part;
    const last = i === parts.length - 1;
    const own = last ? left : count(part.steps);
    left -= own;
    return { ...part, schedule: fillSteps(part.schedule, own) };
  });
}

/** A number that can be counted with; NaN, which nothing is filled in from, where it is none. */
function count(value: unknown): number {
  return typeof value === "number" ? value : NaN;
}

/** Nothing is filled in where no step is left, or the lengths before it are missing: `parseSpec` says what is. */
function withDefault(json: JsonObject, name: string, value: number, least = 1): JsonObject {
  return json[name] === undefined && value >= least ? { ...json, [name]: value } : json;
}

/**
 * The same schedule for a run of `to` steps instead of `from`: all lengths in proportion, to whole steps, and
 * one that ended with the run ends with the shorter one.
 *
 * @example shortened({ kind: "cosine", peak: 0.5, steps: 240, floor: 0 }, 240, 80) // steps: 80
 */
export function shortened(spec: ScheduleSpec, from: number, to: number): ScheduleSpec {
  const scale = (steps: number, least = 1): number => Math.max(least, Math.round((steps * to) / from));
  switch (spec.kind) {
    case "constant":
      return spec;
    case "step":
      return { ...spec, every: scale(spec.every) };
    case "exponential":
      // Exact where it is smooth; stairs must keep whole steps.
      return spec.staircase
        ? { ...spec, every: scale(spec.every) }
        : { ...spec, factor: power(spec.factor, from / to) };
    case "piecewise": {
      let before = 0;
      const boundaries = spec.boundaries.map((step) => (before = Math.max(scale(step), before + 1)));
      return { ...spec, boundaries };
    }
    case "inverseTime":
    case "inverseSqrt":
      return { ...spec, timescale: (spec.timescale * to) / from };
    case "cosineRestarts":
      return { ...spec, period: scale(spec.period) };
    case "triangular":
    case "triangular2":
      return { ...spec, stepsUp: scale(spec.stepsUp), stepsDown: scale(spec.stepsDown) };
    case "expRange": {
      const factor = power(spec.factor, from / to);
      return { ...spec, factor, stepsUp: scale(spec.stepsUp), stepsDown: scale(spec.stepsDown) };
    }
    case "warmupStableDecay": {
      const whole = scale(spec.warmup + spec.stable + spec.decay);
      const decay = scale(spec.decay);
      const warmup = Math.min(scale(spec.warmup, 0), Math.max(whole - decay, 0));
      return { ...spec, warmup, decay, stable: Math.max(whole - decay - warmup, 0) };
    }
    case "warmup": {
      const steps = Math.min(scale(spec.steps, 0), Math.max(to - 1, 0));
      return { ...spec, steps, inner: shortened(spec.inner, Math.max(from - spec.steps, 1), to - steps) };
    }
    case "scaled":
      return { ...spec, inner: shortened(spec.inner, from, to) };
    case "join":
      return { ...spec, parts: shortenedParts(spec.parts, from, to) };
    default:
      return { ...spec, steps: scale(spec.steps) };
  }
}

function shortenedParts(parts: readonly JoinPartSpec[], from: number, to: number): JoinPartSpec[] {
  let [passed, shortPassed] = [0, 0];
  return parts.map((part, i) => {
    const own = part.steps ?? Math.max(from - passed, 1);
    // From the ends, so that roundings do not add up.
    const end = Math.round(((passed + own) * to) / from);
    const shortOwn = Math.max(end - shortPassed, i === parts.length - 1 ? 1 : 0);
    passed += own;
    shortPassed += shortOwn;
    const schedule = own === 0 || shortOwn === 0 ? part.schedule : shortened(part.schedule, own, shortOwn);
    return { schedule, steps: part.steps === null ? null : shortOwn };
  });
}

/** To 12 digits: `Math.pow` differs in the last bit between versions of Node, and a run is named by its spec. */
function power(base: number, exponent: number): number {
  return Math.max(Number((base ** exponent).toPrecision(12)), Number.MIN_VALUE);
}
