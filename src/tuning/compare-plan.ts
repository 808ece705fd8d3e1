import { InputError } from "../errors";
import { assertOneFactor } from "../evaluation";
import type { Features } from "../features";
import { describe, withPeak, type ScheduleSpec } from "../schedules";
import { plannedSteps, runSpec, type RunSpec } from "../training";
import type { SweepChoices } from "./rate-sweep";
import { declareStudy } from "./study";
import { fixedFactors, type StudyPlan } from "./study-plan";
import { usualPeaks, usualShapes, type Shape } from "./usual-shapes";

/** A comparison of schedules as it is declared, before its first run. */
export interface ComparisonPlan extends StudyPlan {
  readonly kind: "schedule-comparison-plan";
  /** The schedules at peak 1, the reference first. */
  readonly shapes: readonly { readonly name: string; readonly schedule: ScheduleSpec }[];
  /** Peaks that are searched, the same for every shape. */
  readonly peaks: readonly number[];
  readonly searchSeeds: readonly number[];
  /** Seeds of the three comparisons; none of those that chose a peak. */
  readonly freshSeeds: readonly number[];
  /** Runs that the search spends on each shape. */
  readonly searchRuns: number;
  /** Optimizer steps of a run. */
  readonly runSteps: number;
  /** The reference at the lowest peak with the first seed. */
  readonly spec: RunSpec;
}

/** What a comparison tries; everything has a default. */
export interface CompareChoices extends Omit<SweepChoices, "rates" | "shape" | "seeds"> {
  /** The reference first; default fixed, cosine, warmup and cosine, and warmup-stable-decay. */
  readonly shapes?: readonly Shape[];
  /**
   * Peak rates, the same for every shape: equal search budget. Evenly spaced on a log axis, since each counts once in
   * the sensitivity. Default eleven in half octaves that go with the optimizer: .068 to 2.2 with momentum .9.
   */
  readonly peaks?: readonly number[];
  /** Seeds of the search; default 1, 2, 3. */
  readonly seeds?: readonly number[];
  /** Seeds of the three comparisons, none of `seeds`; default 101 to 105. */
  readonly freshSeeds?: readonly number[];
}

/**
 * Declares a comparison of schedules: which shapes, the peaks that are searched for each, the seeds that search and the
 * fresh ones that compare, and the most that it costs. Nothing is trained.
 *
 * @throws InputError when fresh seeds are searched with, shapes share a name, peaks repeat, there are none of one of
 *   them, or a number cannot be used
 * @example show(await planCompareSchedules(features)); // the question, what is held, the cost, the rule
 */
export async function planCompareSchedules(
  features: Features,
  choices: CompareChoices = {},
): Promise<ComparisonPlan> {
  const { shapes: given, peaks = usualPeaks(choices.optimizer), seeds = [1, 2, 3], ...others } = choices;
  const { freshSeeds = [101, 102, 103, 104, 105], ...fixed } = others;
  // A number that cannot be used is named before shapes are made from it.
  await runSpec(features, { ...fixed, schedule: 1 });
  const runSteps = plannedSteps(features, fixed);
  const shapes = given ?? usualShapes(runSteps);
  check(shapes, peaks, seeds, freshSeeds);
  const specs: RunSpec[] = [];
  for (const { shape } of shapes) {
    for (const peak of peaks) {
      specs.push(await runSpec(features, { ...fixed, schedule: withPeak(shape, peak), seed: seeds[0] }));
    }
  }
  assertOneFactor(specs, "schedule");
  const searchRuns = peaks.length * seeds.length;
  const reference = shapes[0].name;
  // The reference at its best, and each other shape at the peaks of the three comparisons, which may coincide.
  const runs = shapes.length * searchRuns + freshSeeds.length * (1 + 3 * (shapes.length - 1));
  const study = declareStudy({
    question: `Does another schedule do better than ${reference}, and under which fairness?`,
    factor: "schedule",
    nuisance: ["peak rate"],
    fixed: fixedFactors(specs[0]),
    seeds: [...seeds, ...freshSeeds],
    runs,
    rule: "a shape's best peak: highest mean validation macro-F1 without a diverged run, search seeds; better or worse than the reference: 95% interval of the paired difference, fresh seeds",
  });
  const at1 = shapes.map(({ name, shape }) => ({ name, schedule: withPeak(shape, 1).spec }));
  return {
    kind: "schedule-comparison-plan",
    study,
    levels: at1.map(
      ({ name, schedule }) => `${name} (at peak 1: ${describe(schedule).replaceAll("->", "to")})`,
    ),
    procedure: [
      `search: every shape at peaks ${peaks.join(", ")} with seeds ${seeds.join(", ")}: ${searchRuns} runs each, the same for all`,
      `matched peak: every shape at the best peak of ${reference}`,
      `matched area: every shape at the peak that gives it the mean rate of ${reference} at its best peak`,
      "tuned against tuned: every shape at its own best peak",
      `the three with fresh seeds ${freshSeeds.join(", ")}, so that the luck of a peak that was chosen stays in the search`,
      "robustness to the rate is told apart from quality: the band of peaks within a point of the best, and the mean loss over the peaks above the best one's",
    ],
    cost: { runs, steps: runs * runSteps, atMost: shapes.length > 1 },
    shapes: at1,
    peaks,
    searchSeeds: seeds,
    freshSeeds,
    searchRuns,
    runSteps,
    spec: specs[0],
  };
}

function check(
  shapes: readonly Shape[],
  peaks: readonly number[],
  seeds: readonly number[],
  freshSeeds: readonly number[],
): void {
  for (const [name, all] of Object.entries({ shapes, peaks, seeds, freshSeeds })) {
    if (all.length === 0) throw new InputError(`compareSchedules: ${name} must hold at least one`);
  }
  const names = shapes.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw new InputError(`compareSchedules: shapes share a name: ${names.join(", ")}`);
  }
  if (new Set(peaks).size < peaks.length) {
    throw new InputError(`compareSchedules: peaks must differ, found ${peaks.join(", ")}`);
  }
  const used = freshSeeds.filter((seed) => seeds.includes(seed));
  if (used.length > 0) {
    throw new InputError(`compareSchedules: fresh seeds were searched with: ${used.join(", ")}`);
  }
}
