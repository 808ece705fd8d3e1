import { InputError } from "../errors";
import { parseFeatureSpec, type FeatureSpec } from "../features";
import { isObject, memberPath, objectWith, readJson, shown, type JsonObject } from "./sweep-json";
import { segmentsOf } from "./sweep-place";

/** Which CSV the runs train on, and how to read it. */
export interface SweepData {
  readonly file: string;
  readonly text?: string;
  readonly intent?: string;
  readonly split?: string;
  readonly seed?: number;
}

/** Seeds of a run: of its initial weights, and of the order of its messages. */
export interface RunSeeds {
  readonly init: number;
  readonly order: number;
}

/** What successive halving may rank by; always on validation. */
export const HALVING_MEASURES = ["validation.loss", "validation.accuracy", "validation.macroF1"] as const;

/** Successive halving: at each rung the best 1 / factor of the points go on. */
export interface HalvingRule {
  readonly factor: number;
  readonly by: (typeof HALVING_MEASURES)[number];
}

/** A sweep file, read and checked as far as that goes without its data. */
export interface SweepSpec {
  readonly kind: "sweep-spec";
  /** Null for the data that ships with lr-lab. The path is as the file says it. */
  readonly data: SweepData | null;
  readonly features: FeatureSpec;
  /** Choices of a run, or a whole run spec; not yet checked. */
  readonly base: JsonObject;
  /** Paths in the run spec and the values to try at each, in the order of the file. */
  readonly grid: readonly { readonly path: string; readonly values: readonly unknown[] }[];
  readonly seeds: readonly RunSeeds[];
  readonly halving: HalvingRule | null;
}

/** More runs than this are taken for a mistake. */
export const MAX_RUNS = 100_000;

/** What the grid may not set, and what to do instead. */
const NOT_IN_GRID: Readonly<Record<string, string>> = {
  kind: "it is always run-spec",
  version: "it belongs to lr-lab",
  data: "all runs of a sweep train on the same data; write one sweep file for each",
  features: 'all runs of a sweep have the same features; set them with "features"',
  engine: "all runs of a sweep use the same engine",
  seed: 'list them in "seeds"',
  seeds: 'list them in "seeds"',
};

/**
 * Reads a sweep file:
 *
 * ```json
 * { "data": "mine.csv", "features": {"char": [3, 5]},
 *   "base": {"schedule": {"kind": "cosine", "peak": 0.3}, "epochs": 10},
 *   "grid": {"schedule.peak": [0.1, 0.3, 1], "optimizer.momentum": [0, 0.9]}, "seeds": [1, 2, 3] }
 * ```
 *
 * `base` holds choices of a run or a whole run spec; what is left out has the defaults of `runSpec`. `grid` is
 * expanded flat and in order, its first path outermost and the seeds innermost.
 *
 * @param text the file's text
 * @param file what messages call it
 * @throws InputError that names the file and the field by its path, what was found and what to do
 */
export function readSweep(text: string, file: string): SweepSpec {
  const json = readJson(text, file);
  try {
    const fields = objectWith(json, "", ["kind", "data", "features", "base", "grid", "seeds", "halving"]);
    if ((fields.kind ?? "sweep-spec") !== "sweep-spec") {
      throw new InputError(`kind must be sweep-spec, found ${shown(fields.kind)}`);
    }
    const { base } = fields;
    if (!isObject(base)) {
      throw new InputError(
        `base must be an object with at least a schedule, such as {"schedule": 0.1}, found ${shown(base)}`,
      );
    }
    const grid = readGrid(fields.grid ?? {});
    const halving = fields.halving === undefined ? null : readHalving(fields.halving);
    if (halving !== null && grid.some(({ path }) => path === "epochs")) {
      throw new InputError('grid.epochs: with "halving" the epochs are the budget; take one of the two out');
    }
    const seeds = readSeeds(fields, base);
    const runs = grid.reduce((product, { values }) => product * values.length, seeds.length);
    if (runs > MAX_RUNS) {
      throw new InputError(`grid: gives ${runs} runs; at most ${MAX_RUNS} can be done, so take values out`);
    }
    const { data } = fields;
    return {
      kind: "sweep-spec",
      data: data === undefined || data === null ? null : readData(data),
      features: parseFeatureSpec(fields.features ?? {}),
      base,
      grid,
      seeds,
      halving,
    };
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
  }
}

function readData(json: unknown): SweepData {
  if (typeof json === "string" && json !== "") return { file: json };
  const fields = objectWith(json, "data", ["file", "text", "intent", "split", "seed"]);
  for (const name of ["file", "text", "intent", "split"]) {
    const value = fields[name];
    if ((value === undefined && name !== "file") || (typeof value === "string" && value !== "")) continue;
    throw new InputError(`data.${name} must be a text, found ${shown(value)}`);
  }
  if (fields.seed !== undefined) checkSeed(fields.seed, "data.seed");
  return fields as unknown as SweepData;
}

function readGrid(json: unknown): SweepSpec["grid"] {
  if (!isObject(json)) {
    throw new InputError(`grid must be an object of paths, each with a list of values, found ${shown(json)}`);
  }
  return Object.entries(json).map(([path, values]) => {
    const where = memberPath("grid", path);
    if (!/^[A-Za-z]\w*(?:\.[A-Za-z0-9]\w*|\[\d+\])*$/.test(path)) {
      throw new InputError(`${where} is no path in a run spec, such as "schedule.peak"`);
    }
    const [first] = segmentsOf(path);
    if (Object.hasOwn(NOT_IN_GRID, first)) {
      throw new InputError(`${where}: ${first} cannot be varied: ${NOT_IN_GRID[first]}`);
    }
    if (!Array.isArray(values) || values.length === 0) {
      throw new InputError(`${where} must be a list of at least one value, found ${shown(values)}`);
    }
    return { path, values };
  });
}

function readSeeds(fields: JsonObject, base: JsonObject): RunSeeds[] {
  const { seeds } = fields;
  if (seeds === undefined) {
    const [name, value] =
      base.seeds === undefined ? ["base.seed", base.seed ?? 1] : ["base.seeds", base.seeds];
    return [readSeed(value, name)];
  }
  if (!Array.isArray(seeds) || seeds.length === 0) {
    throw new InputError(`seeds must be a list of at least one seed, found ${shown(seeds)}`);
  }
  return seeds.map((seed, i) => readSeed(seed, `seeds[${i}]`));
}

/** One number for both seeds of a run, or `{"init": 1, "order": 2}`. */
function readSeed(json: unknown, path: string): RunSeeds {
  if (!isObject(json)) {
    const seed = checkSeed(json, path);
    return { init: seed, order: seed };
  }
  const { init, order } = objectWith(json, path, ["init", "order"]);
  return { init: checkSeed(init, `${path}.init`), order: checkSeed(order, `${path}.order`) };
}

function checkSeed(json: unknown, path: string): number {
  if (typeof json === "number" && Number.isSafeInteger(json) && json >= 0) return json + 0;
  throw new InputError(`${path} must be a whole number from 0 to 2^53 - 1, found ${shown(json)}`);
}

function readHalving(json: unknown): HalvingRule | null {
  if (json === null || json === false) return null;
  const { factor = 3, by = "validation.loss" } = objectWith(json, "halving", ["factor", "by"]);
  if (typeof factor !== "number" || !Number.isSafeInteger(factor) || factor < 2) {
    throw new InputError(`halving.factor must be a whole number of at least 2, found ${shown(factor)}`);
  }
  const measure = HALVING_MEASURES.find((name) => name === by);
  if (measure === undefined) {
    throw new InputError(`halving.by must be one of ${HALVING_MEASURES.join(", ")}, found ${shown(by)}`);
  }
  return { factor, by: measure };
}
