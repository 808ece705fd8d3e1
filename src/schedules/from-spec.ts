import { InputError } from "../errors";
import { constantKind } from "./constant";
import { cosineKind } from "./cosine";
import { cosineRestartsKind } from "./cosine-restarts";
import { expRangeKind, triangular2Kind, triangularKind } from "./cyclic";
import { exponentialKind } from "./exponential";
import { geometricKind } from "./geometric";
import { inverseSqrtKind } from "./inverse-sqrt";
import { inverseTimeKind } from "./inverse-time";
import { joinKind } from "./join";
import { linearKind } from "./linear";
import { oneCycleKind } from "./one-cycle";
import { ParameterReader, shown } from "./parameters";
import { piecewiseKind } from "./piecewise";
import { polynomialKind } from "./polynomial";
import { scaledKind } from "./scaled";
import { assemble, MAX_NESTING, readSpec, type Schedule, type ScheduleKind } from "./schedule";
import type { ScheduleSpec } from "./spec";
import { stepKind } from "./step";
import { warmupKind } from "./warmup";
import { warmupStableDecayKind } from "./warmup-stable-decay";

/** Every kind of schedule; the type fails to check when one of the union is missing. */
const KINDS: { readonly [K in ScheduleSpec["kind"]]: ScheduleKind<Extract<ScheduleSpec, { kind: K }>> } = {
  constant: constantKind,
  step: stepKind,
  piecewise: piecewiseKind,
  exponential: exponentialKind,
  geometric: geometricKind,
  inverseTime: inverseTimeKind,
  inverseSqrt: inverseSqrtKind,
  linear: linearKind,
  polynomial: polynomialKind,
  cosine: cosineKind,
  cosineRestarts: cosineRestartsKind,
  oneCycle: oneCycleKind,
  triangular: triangularKind,
  triangular2: triangular2Kind,
  expRange: expRangeKind,
  warmupStableDecay: warmupStableDecayKind,
  warmup: warmupKind,
  join: joinKind,
  scaled: scaledKind,
};

/** The names of all kinds, as they stand in `spec.kind`. */
export const scheduleKinds: readonly ScheduleSpec["kind"][] = Object.freeze(
  Object.keys(KINDS) as ScheduleSpec["kind"][],
);

/** The kind of a checked spec. */
export function kindOf(spec: ScheduleSpec): ScheduleKind<ScheduleSpec> {
  return KINDS[spec.kind] as unknown as ScheduleKind<ScheduleSpec>;
}

/**
 * JSON from anywhere to a checked, frozen spec with every default filled in. A parameter that is missing,
 * unknown, of the wrong type or out of range is refused with its path.
 *
 * @param json what `JSON.parse` returned
 * @param path what the error messages call it; default "schedule"
 * @throws InputError naming the parameter by its path
 * @example parseSpec({ kind: "cosine", peak: 0.5, steps: 0 });
 * // InputError: schedule.steps must be a whole number of at least 1, but is 0
 */
export function parseSpec(json: unknown, path = "schedule"): ScheduleSpec {
  return make(json, path).spec;
}

/**
 * The schedule that a spec describes: `fromSpec(s.spec)` is `s` again, through JSON too.
 *
 * @param spec checked like any JSON, defaults may be missing
 * @throws InputError naming the parameter by its path
 * @example fromSpec({ kind: "constant", peak: 0.1 })(0); // 0.1
 */
export function fromSpec<S extends ScheduleSpec>(spec: S): Schedule<S> {
  return make(spec, "schedule") as unknown as Schedule<S>;
}

function make(json: unknown, path: string): Schedule {
  const spec = read(json, path, 1);
  try {
    return build(spec);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${path}: ${error.message}`) : error;
  }
}

function read(json: unknown, path: string, depth: number): ScheduleSpec {
  if (depth > MAX_NESTING) {
    throw new InputError(`${path}: schedules may be at most ${MAX_NESTING} deep inside each other`);
  }
  const reader = new ParameterReader(json, `${path}.`, (value, at) => read(value, at, depth + 1));
  const { kind } = json as { kind?: unknown };
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) {
    throw new InputError(`${path}.kind must be one of ${scheduleKinds.join(", ")}, but is ${shown(kind)}`);
  }
  return readSpec(KINDS[kind as ScheduleSpec["kind"]] as unknown as ScheduleKind<ScheduleSpec>, reader);
}

function build(spec: ScheduleSpec): Schedule {
  return assemble(kindOf(spec), spec, build);
}
