import { InputError } from "../errors";
import { ParameterReader, shown } from "./parameters";
import type { ScheduleSpec } from "./spec";
import { specPeak } from "./spec-peak";

/**
 * What the learning rate is at each step: a pure function of the step (a whole number, the first step is 0)
 * that also carries its JSON. It is frozen, its rates are finite and never negative, its first rate is above
 * 0, and from step `steps` on the rate no longer changes.
 *
 * @example
 * const s = warmup(cosine({ peak: 0.5, steps: 1000 }), { steps: 50 });
 * s(0); // 0.0098...
 * s.steps; // 1050
 * JSON.stringify(s.spec); // {"kind":"warmup","inner":{"kind":"cosine",...
 */
export interface Schedule<S extends ScheduleSpec = ScheduleSpec> {
  /** @throws InputError when the step is not a whole number of at least 0. */
  (step: number): number;
  /** The schedule as plain frozen JSON, every default filled in; `fromSpec` makes the schedule again. */
  readonly spec: S;
  /** The step from which on the rate is flat: 0 for a constant, null for a schedule without an end. */
  readonly steps: number | null;
  /** The momentum at a step, where the schedule moves it too. */
  readonly momentum?: (step: number) => number;
}

/** Schedules inside schedules may go this deep; hostile JSON may not exhaust the stack. */
export const MAX_NESTING = 32;

/** A schedule's inside: unchecked functions of a step that is known to be whole. */
export interface Shape {
  readonly rate: (step: number) => number;
  readonly steps: number | null;
  readonly momentum?: (step: number) => number;
}

/** All that the room knows about one kind of schedule; its file holds this and the constructor. */
export interface ScheduleKind<S extends ScheduleSpec> {
  readonly kind: S["kind"];
  /** Checks the parameters and fills in the defaults. */
  readonly read: (parameters: ParameterReader) => S;
  /** The rule; `nested` makes the schedule inside this one. */
  readonly shape: (spec: S, nested: (spec: ScheduleSpec) => Schedule) => Shape;
  /** A short phrase; `nested` describes the schedule inside this one. */
  readonly describe: (spec: S, nested: (spec: ScheduleSpec) => string) => string;
}

/** Is this value a schedule (as `cosine(...)` returns), and not a spec or any other function? */
export function isSchedule(value: unknown): value is Schedule {
  if (typeof value !== "function") return false;
  const { spec } = value as Partial<Schedule>;
  return typeof spec === "object" && spec !== null && typeof spec.kind === "string";
}

/** The spec of what should be a schedule; anything else as it is, for the reader to complain about. */
export function specOf(value: unknown): unknown {
  return isSchedule(value) ? value.spec : value;
}

/** The body of a constructor: options, and the schedules that they hold, to a schedule. */
export function construct<S extends ScheduleSpec>(
  kind: ScheduleKind<S>,
  options: unknown,
  inner: readonly Schedule[] = [],
): Schedule<S> {
  const made = new Map(inner.filter(isSchedule).map((schedule) => [schedule.spec, schedule]));
  const reader = new ParameterReader(options, `${kind.kind}: `, (value, path) => {
    if (made.has(value as ScheduleSpec)) return value as ScheduleSpec;
    throw new InputError(
      `${path} must be a schedule, such as constant({ peak: 0.1 }), but is ${shown(value)}`,
    );
  });
  return assemble(kind, readSpec(kind, reader), (spec) => made.get(spec) as Schedule);
}

/** The checked spec of a kind. */
export function readSpec<S extends ScheduleSpec>(kind: ScheduleKind<S>, reader: ParameterReader): S {
  reader.oneOf("kind", [kind.kind], kind.kind);
  const spec = kind.read(reader);
  reader.end();
  return spec;
}

/** A checked spec to a frozen schedule. */
export function assemble<S extends ScheduleSpec>(
  kind: ScheduleKind<S>,
  spec: S,
  nested: (spec: ScheduleSpec) => Schedule,
): Schedule<S> {
  if (nesting(spec) > MAX_NESTING) {
    throw new InputError(`${kind.kind}: schedules may be at most ${MAX_NESTING} deep inside each other`);
  }
  if (!Number.isFinite(specPeak(spec))) throw new InputError(`${kind.kind}: the highest rate is not finite`);
  const { rate, steps, momentum } = kind.shape(spec, nested);
  if (!(rate(0) > 0)) {
    throw new InputError(
      `${kind.kind}: the first step would train at rate ${rate(0)}; raise peak, floor or start`,
    );
  }
  if (steps !== null && !Number.isSafeInteger(steps)) {
    throw new InputError(`${kind.kind}: the steps add up to ${steps}, more than can be counted`);
  }
  const checked = (f: (step: number) => number) => (step: number) => f(checkStep(step));
  return Object.freeze(
    Object.assign(checked(rate), {
      spec: deepFreeze(spec),
      steps,
      ...(momentum && { momentum: checked(momentum) }),
    }),
  );
}

function checkStep(step: unknown): number {
  if (Number.isSafeInteger(step) && (step as number) >= 0) return step as number;
  throw new InputError(`step must be a whole number of at least 0, but is ${shown(step)}`);
}

function nesting(spec: ScheduleSpec): number {
  if (spec.kind === "join") {
    return 1 + spec.parts.reduce((most, part) => Math.max(most, nesting(part.schedule)), 0);
  }
  return "inner" in spec ? 1 + nesting(spec.inner) : 1;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
