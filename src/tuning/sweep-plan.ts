import { InputError } from "../errors";
import { runId, type RunSpec } from "../training";
import { isObject, memberPath, shown, type JsonObject } from "./sweep-json";
import { segmentsOf } from "./sweep-place";
import { checkBindings, readRun, setAt, withoutBindings, type SweepGround } from "./sweep-run";
import type { HalvingRule, RunSeeds, SweepSpec } from "./sweep-spec";

/** One point of the grid: which values it takes, by their paths. */
export interface SweepPoint {
  readonly values: Readonly<Record<string, unknown>>;
  /** Its runs, one a seed, as indices into the plan's runs. */
  readonly runs: readonly number[];
}

/** A run of a sweep, before it is trained. */
export interface PlannedRun {
  readonly id: string;
  readonly spec: RunSpec;
  /** Index of its point. */
  readonly point: number;
}

/** All runs of a sweep, checked, in order: the grid's first path outermost, the seeds innermost. */
export interface SweepPlan {
  readonly kind: "sweep-plan";
  readonly paths: readonly string[];
  readonly points: readonly SweepPoint[];
  readonly seeds: readonly RunSeeds[];
  readonly runs: readonly PlannedRun[];
  readonly halving: HalvingRule | null;
}

/**
 * The runs of a sweep, every one checked before any is trained.
 *
 * @throws InputError that names the field of the sweep file, such as `base.optimizer.kind` or
 *   `grid["schedule.peak"][2]`, what was found and what to do: a value that cannot be used, a path that a run spec
 *   does not have, a schedule shorter than its run, data of another hash, two runs that are the same
 */
export function planSweep(sweep: SweepSpec, ground: SweepGround): SweepPlan {
  checkBindings(sweep.base, ground);
  const { grid, seeds } = sweep;
  const paths = grid.map(({ path }) => path);
  const choices = withoutBindings(sweep.base);
  checkRows(ground);
  checkPaths(paths, choices, ground.template);
  // A path inside another is set after it, whatever the order in the file.
  const depthFirst = [...grid.keys()].sort(
    (a, b) => segmentsOf(paths[a]).length - segmentsOf(paths[b]).length,
  );
  const points: SweepPoint[] = [];
  const runs: PlannedRun[] = [];
  const seen = new Map<string, { at: readonly number[]; seed: number }>();
  for (const at of positions(grid.map(({ values }) => values.length))) {
    const json = structuredClone(choices);
    for (const key of depthFirst) setAt(json, paths[key], structuredClone(grid[key].values[at[key]]));
    const values = Object.fromEntries(paths.map((path, i) => [path, grid[i].values[at[i]]]));
    const spec = inPoint(values, () => readRun(json, { keys: paths, at }, ground));
    const own = seeds.map((runSeeds, seed) => {
      const seeded = { ...spec, seeds: runSeeds };
      const id = runId(seeded);
      const other = seen.get(id);
      if (other !== undefined) throw sameRun({ at, seed }, other, paths);
      seen.set(id, { at, seed });
      return runs.push({ id, spec: seeded, point: points.length }) - 1;
    });
    points.push({ values, runs: own });
  }
  return { kind: "sweep-plan", paths, points, seeds, runs, halving: sweep.halving };
}

/** What is wrong with a run may lie in the values together: an error says which they are. */
function inPoint<T>(values: SweepPoint["values"], read: () => T): T {
  try {
    return read();
  } catch (error) {
    const where = Object.entries(values).map(([path, value]) => `${path} = ${shown(value)}`);
    if (!(error instanceof InputError) || where.length === 0) throw error;
    throw new InputError(`${error.message} (in the run with ${where.join(", ")})`);
  }
}

/** All positions in a grid, the last one running fastest. */
function* positions(sizes: readonly number[]): Generator<number[]> {
  const total = sizes.reduce((product, size) => product * size, 1);
  for (let i = 0; i < total; i++) {
    const at: number[] = [];
    let rest = i;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      at[axis] = rest % sizes[axis];
      rest = Math.floor(rest / sizes[axis]);
    }
    yield at;
  }
}

function sameRun(
  a: { at: readonly number[]; seed: number },
  b: { at: readonly number[]; seed: number },
  paths: readonly string[],
): InputError {
  const name = (run: typeof a, other: typeof a): string => {
    const axes = paths.flatMap((path, i) =>
      run.at[i] === other.at[i] ? [] : [`${memberPath("grid", path)}[${run.at[i]}]`],
    );
    return [...axes, ...(run.seed === other.seed ? [] : [`seeds[${run.seed}]`])].join(" with ");
  };
  return new InputError(`${name(a, b)} gives the same run as ${name(b, a)}; take one of them out`);
}

function checkPaths(paths: readonly string[], base: JsonObject, template: RunSpec): void {
  const fields = Object.keys(template);
  for (const path of paths) {
    const [first, second] = segmentsOf(path);
    const where = memberPath("grid", path);
    if (!fields.includes(first)) {
      throw new InputError(`${where}: a run spec has no ${shown(first)}; it has ${fields.join(", ")}`);
    }
    const value = base[first] ?? (template as unknown as JsonObject)[first];
    const holds = isObject(value) || (first === "schedule" && typeof value === "number");
    if (second !== undefined && !holds) {
      throw new InputError(`${where}: ${first} is ${shown(value)}, which has no parts; write "${first}"`);
    }
    if (paths.filter((other) => segmentsOf(other).join(".") === segmentsOf(path).join(".")).length > 1) {
      throw new InputError(`${where} is there twice, written in two ways; keep one`);
    }
  }
}

function checkRows({ features, dataFile }: SweepGround): void {
  for (const split of ["train", "validation"] as const) {
    if (features.splits[split].x.rows === 0) {
      throw new InputError(`${dataFile} has no ${split} messages; a run needs both`);
    }
  }
}
