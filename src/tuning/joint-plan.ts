import { contentHash } from "../data";
import { InputError } from "../errors";
import { assertOneFactor } from "../evaluation";
import type { Features } from "../features";
import {
  constant,
  describe,
  fromSpec,
  isSchedule,
  withPeak,
  type Schedule,
  type ScheduleSpec,
} from "../schedules";
import { checkScheduleLength, plannedSteps, runSpec, type RunChoices, type RunSpec } from "../training";
import { checkRates, checkSeeds } from "./joint-checks";
import { checkLevels, factorKind, type JointFactor } from "./joint-factor";
import { declareStudy, type Study } from "./study";

/** What a joint study tries; all else of a run is the same in every cell. */
export interface JointChoices extends Omit<RunChoices, "schedule" | "seed"> {
  /** What is studied together with the rate; its own choice (`batchSize`, ...) is not looked at. */
  readonly factor: JointFactor;
  /** Values of the factor, at least two that differ. */
  readonly levels: readonly number[];
  /** Peak rates, the same at every level: at least three, or the ends of a ladder in half octaves. */
  readonly rates: readonly number[] | { readonly low: number; readonly high: number };
  /** Seeds of the map, at least 2; default 1, 2, 3. */
  readonly seeds?: readonly number[];
  /** Seeds that measure what carrying a rate costs, at least 2 and none of `seeds`; default 1001 to 1005. */
  readonly freshSeeds?: readonly number[];
  /**
   * The schedule for a run of so many steps, whose peak is set to each rate; default a constant rate. It is called
   * for each level, since levels of the batch size differ in their steps.
   */
  readonly shape?: (steps: number) => Schedule;
}

/** One level of the factor. */
export interface JointLevel {
  readonly level: number;
  /** Optimizer steps of a run: epochs x ceil(messages / batch size). */
  readonly steps: number;
  /** Its settings, with the lowest rate and the first seed. */
  readonly spec: RunSpec;
}

/** Something counted in the runs of the map, and in those that measure carrying, at most. */
export interface JointCost {
  readonly map: number;
  readonly carrying: number;
}

/** A joint study as it is declared before its first run. */
export interface JointPlan {
  readonly kind: "joint-plan";
  /** SHA-256 (hex) of all the rest. */
  readonly id: string;
  readonly study: Study;
  readonly factor: JointFactor;
  /** Lowest first. */
  readonly levels: readonly JointLevel[];
  /** Peak rates, lowest first. */
  readonly rates: readonly number[];
  readonly freshSeeds: readonly number[];
  /** Training runs, and optimizer steps, that it will cost at most. */
  readonly runs: JointCost;
  readonly steps: JointCost;
}

/**
 * Declares a joint study of the rate and one other hyperparameter: every rate at every level with every seed, then the
 * best rate of each level at each other level with fresh seeds. Nothing is trained.
 *
 * **Epochs are held**, not steps: every run sees the same data as often. Where the factor is the batch size the number
 * of steps follows from it (`levels[i].steps`), and so does the length of the schedule that `shape` makes.
 *
 * @throws InputError for a factor that the model or the optimizer does not have, levels, rates or seeds that are too
 *   few or repeat, or a shape that is none or ends before the run
 * @example
 * const plan = await planJoint(features, {
 *   factor: "batchSize",
 *   levels: [32, 128],
 *   rates: { low: 0.8, high: 25.6 },
 *   optimizer: { kind: "sgd" },
 *   shape: (steps) => cosine({ peak: 1, steps: steps }),
 * });
 * plan.runs; // { map: 66, carrying: 20 }
 */
export async function planJoint(features: Features, choices: JointChoices): Promise<JointPlan> {
  const {
    factor,
    levels,
    rates,
    seeds = [1, 2, 3],
    freshSeeds = [1001, 1002, 1003, 1004, 1005],
    ...others
  } = choices;
  const { shape = () => constant({ peak: 1 }), ...fixed } = others;
  const { words, path, set } = factorKind(factor);
  const ladder = checkRates(rates);
  checkSeeds(seeds, freshSeeds);
  const base = await runSpec(features, { ...fixed, schedule: ladder[0], seed: seeds[0] });
  const probe = { ...base, schedule: scheduleFor(shape, plannedSteps(features, base)).spec };
  const planned = checkLevels(factor, levels, probe, features).map((level): JointLevel => {
    const spec = set(base, level);
    const steps = plannedSteps(features, spec);
    const schedule = withPeak(scheduleFor(shape, steps), ladder[0]).spec;
    checkScheduleLength({ ...spec, schedule }, steps);
    return { level, steps, spec: { ...spec, schedule } };
  });
  assertLevels(planned, path);
  const mapRuns = ladder.length * seeds.length;
  const carryRuns = Math.min(planned.length, ladder.length) * freshSeeds.length;
  const allSteps = planned.reduce((sum, { steps }) => sum + steps, 0);
  const runs = { map: planned.length * mapRuns, carrying: planned.length * carryRuns };
  const lengths = planned.every(({ steps }) => steps === planned[0].steps)
    ? ""
    : " and the length of the run";
  const study = declareStudy({
    question: `Does the best learning rate move with the ${words}?`,
    factor: path,
    nuisance: ["schedule"],
    fixed: {
      epochs: `${base.epochs} at every level: equal data, and steps that follow from the batch size`,
      schedule: `${describe(planned[0].spec.schedule)} in the first cell; elsewhere with another peak${lengths}`,
    },
    seeds,
    runs: runs.map + runs.carrying,
    rule: "highest mean validation macro-F1 at the end of the run, of the rates at which no run diverged",
  });
  const plan: Omit<JointPlan, "id"> = {
    kind: "joint-plan",
    study,
    factor,
    levels: planned,
    rates: ladder,
    freshSeeds,
    runs,
    steps: { map: allSteps * mapRuns, carrying: allSteps * carryRuns },
  };
  return { ...plan, id: contentHash(plan) };
}

/**
 * Refuses levels that differ in more than the factor. Where their steps differ their schedules may differ in numbers,
 * the lengths that follow from the batch size, and in nothing else.
 *
 * @throws InputError that names what else differs
 */
export function assertLevels(levels: readonly JointLevel[], path: string): void {
  const [{ steps, spec: first }] = levels;
  const specs = levels.map((one) => {
    const follows = one.steps !== steps && formOf(one.spec.schedule) === formOf(first.schedule);
    return follows ? { ...one.spec, schedule: first.schedule } : one.spec;
  });
  assertOneFactor(specs, path);
}

/** A schedule without its numbers. */
function formOf(schedule: ScheduleSpec): string {
  return JSON.stringify(schedule, (_, value: unknown) => (typeof value === "number" ? 0 : value));
}

/** The settings of a level at another rate and seed. */
export function cellSpec({ spec }: JointLevel, rate: number, seed: number): RunSpec {
  return {
    ...spec,
    schedule: withPeak(fromSpec(spec.schedule), rate).spec,
    seeds: { init: seed, order: seed },
  };
}

function scheduleFor(shape: (steps: number) => Schedule, steps: number): Schedule {
  const made: unknown = typeof shape === "function" ? shape(steps) : shape;
  if (isSchedule(made)) return made;
  throw new InputError(
    "joint study: shape must be a function from a number of steps to a schedule, such as " +
      "(steps) => cosine({ peak: 1, steps: steps })",
  );
}
