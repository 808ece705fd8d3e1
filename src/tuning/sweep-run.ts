import { InputError } from "../errors";
import type { Features } from "../features";
import { constant, parseSpec } from "../schedules";
import {
  checkRunSpec,
  checkScheduleLength,
  plannedSteps,
  PRODIGY,
  withoutIdleDecay,
  type RunSpec,
} from "../training";
import { isObject, memberPath, shown, type JsonObject } from "./sweep-json";
import { relocated, segmentsOf, sourceOf, type Place } from "./sweep-place";
import { fillSteps } from "./sweep-schedule";

/** What each kind of model and optimizer has where it is left out. */
const MODELS = { linear: {}, mlp: { hidden: 64 } };
const OPTIMIZERS = {
  sgd: {},
  momentum: { momentum: 0.9, nesterov: false },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  prodigy: { ...PRODIGY },
};

/** What a run is bound to: no choice of a sweep, but checked where a file says it. */
const BOUND = ["kind", "version", "data", "features", "engine"] as const;

/** What the runs of a sweep are made from, besides its file. */
export interface SweepGround {
  readonly features: Features;
  /** A spec for these features on this machine: its bindings and defaults are those of every run. */
  readonly template: RunSpec;
  /** What the file of the data is called in messages. */
  readonly dataFile: string;
}

/**
 * Checks what a base says of data, features and engine against what the runs will use.
 *
 * @throws InputError that names the field, such as `base.data`
 */
export function checkBindings(base: JsonObject, { template, dataFile }: SweepGround): void {
  for (const name of BOUND) {
    const found = base[name];
    const used = template[name];
    if (found === undefined || sameJson(found, used)) continue;
    if (name === "engine" && typeof found === "string") continue; // a choice: the template was made with it
    const advice = {
      kind: "leave it out, or copy it from a run's spec",
      version: "make the spec anew with this version of lr-lab",
      data: `${dataFile} has another hash; name the file that the base was made for ("data" or --data), or leave base.data out`,
      features: `${dataFile} with the sweep's "features" has another hash; say which features the base was made with, or leave base.features out`,
      engine: "this process trains with another; leave base.engine out, or use the build that it names",
    }[name];
    throw new InputError(`base.${name} is ${shown(found)}, not ${shown(used)}: ${advice}`);
  }
}

/** What a base chooses itself: all but what it is bound to and its seeds. */
export function withoutBindings(base: JsonObject): JsonObject {
  const other: readonly string[] = [...BOUND, "seed", "seeds"];
  return Object.fromEntries(Object.entries(base).filter(([name]) => !other.includes(name)));
}

/**
 * The engine that a base asks for: a name, or what the engine of a whole run spec is called; `auto` where it says
 * nothing. Make the template with it.
 *
 * @throws InputError for another name
 */
export function engineChoice({ engine = "auto" }: JsonObject): "auto" | "fused" | "tfjs" {
  const name = isObject(engine) ? engine.name : engine;
  if (name === "auto" || name === "fused" || name === "tfjs") return name;
  const where = isObject(engine) ? "base.engine.name" : "base.engine";
  throw new InputError(`${where} must be auto, fused or tfjs, found ${shown(name)}`);
}

/**
 * The spec of a run, from the JSON of a base in which the grid's values are set; what is left out is as in the
 * template, and a schedule's missing lengths are the run's.
 *
 * @throws InputError that names the field by its path in the sweep file
 */
export function readRun(json: JsonObject, place: Place, { features, template }: SweepGround): RunSpec {
  if (json.schedule === undefined) {
    throw new InputError(
      `${sourceOf("schedule", place)} is missing; give a rate, or a schedule such as {"kind": "cosine", "peak": 0.5}`,
    );
  }
  const given = {
    ...template,
    ...json,
    model: withDefaults(json.model, template.model, MODELS),
    optimizer: withDefaults(json.optimizer, template.optimizer, OPTIMIZERS),
    stop: isObject(json.stop) ? { ...template.stop, ...json.stop } : (json.stop ?? template.stop),
  };
  try {
    // First all but the schedule, whose lengths may depend on the rest.
    const checked = checkRunSpec({ ...given, schedule: constant({ peak: 1 }).spec });
    const steps = plannedSteps(features, checked);
    const schedule = parseSpec(fillSteps(json.schedule, steps), "run spec: schedule");
    const spec = { ...checked, optimizer: withoutIdleDecay(checked.optimizer), schedule };
    checkScheduleLength(spec, steps);
    return spec;
  } catch (error) {
    throw relocated(error, place);
  }
}

/** What was given, with the settings of its kind that were left out. A kind that is not known gets none. */
function withDefaults(
  given: unknown,
  template: { readonly kind: string },
  kinds: Readonly<Record<string, JsonObject>>,
): unknown {
  if (given === undefined) return template;
  if (!isObject(given)) return given;
  const { kind = template.kind } = given;
  const settings = typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind] : {};
  return { kind, ...settings, ...given };
}

/**
 * Sets a value in the JSON of a run, in place; objects on the way that are missing are made.
 *
 * @throws InputError when the path leads through something that has no members
 */
export function setAt(json: JsonObject, path: string, value: unknown): void {
  const segments = segmentsOf(path);
  const last = segments.pop() as string;
  let parent: JsonObject | unknown[] = json;
  for (const segment of segments) {
    let child: unknown = member(parent, segment);
    if (child === undefined && !Array.isArray(parent)) child = parent[segment] = {};
    if (segment === "schedule" && typeof child === "number" && !Array.isArray(parent)) {
      child = parent[segment] = { kind: "constant", peak: child };
    }
    if (!isObject(child) && !Array.isArray(child)) throw noSuchPath(path, segment);
    parent = child;
  }
  if (Array.isArray(parent)) {
    if (member(parent, last) === undefined) throw noSuchPath(path, last);
    parent[Number(last)] = value;
  } else parent[last] = value;
}

function member(parent: JsonObject | unknown[], name: string): unknown {
  if (Array.isArray(parent) && !/^\d+$/.test(name)) return undefined;
  return Object.hasOwn(parent, name) ? (parent as JsonObject)[name] : undefined;
}

function noSuchPath(path: string, segment: string): InputError {
  return new InputError(`${memberPath("grid", path)}: the base has nothing at "${segment}" to set it in`);
}

function sameJson(a: unknown, b: unknown): boolean {
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameJson(a[name], b[name]));
}
