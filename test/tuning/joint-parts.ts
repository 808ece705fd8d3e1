// Joint studies made by formula, so that tests know their ridge.
import { fromSpec } from "../../src/schedules";
import type { RunSpec } from "../../src/training";
import type { JointFactor, JointPlan, JointStudy, RatePoint } from "../../src/tuning";
import { carriedRates, carriesOf } from "../../src/tuning/joint-carry";
import { factorKind } from "../../src/tuning/joint-factor";
import { jointRow, ridgeOf } from "../../src/tuning/joint-ridge";
import { declareStudy } from "../../src/tuning/study";
import { ladderOf } from "./range-parts";

/** What a made-up study is made of. */
export interface Surface {
  readonly factor?: JointFactor;
  readonly levels: readonly number[];
  readonly rates: readonly number[];
  /** The best rate at a level. */
  readonly best: (level: number) => number;
  /** By how many octaves a seed's best rate differs at a level. */
  readonly shift?: (seed: number, level: number) => number;
  /** Macro-F1 so many octaves above the best rate; default .8 less .1 for each, squared. */
  readonly score?: (octaves: number) => number;
  /** How many runs of a cell diverge. */
  readonly diverged?: (rate: number, level: number) => number;
  readonly seeds?: readonly number[];
  readonly freshSeeds?: readonly number[];
}

/** A joint study whose every run came to what the surface says. */
export function jointStudyOf(surface: Surface): JointStudy {
  const { factor = "batchSize", levels, rates, seeds = [1, 2, 3], freshSeeds = [4, 5, 6] } = surface;
  const cells = (level: number, some: readonly number[], own: readonly number[]): RatePoint[] =>
    ladderOf(some, surface.best(level), {
      seeds: own,
      score: surface.score,
      shift: (seed) => surface.shift?.(seed, level) ?? 0,
      diverged: (rate) => surface.diverged?.(rate, level) ?? 0,
    });
  const stepsOf = (level: number): number => (factor === "batchSize" ? Math.ceil(6000 / level) * 5 : 470);
  const rows = levels.map((level) => jointRow(level, stepsOf(level), cells(level, rates, seeds)));
  const carried = carriedRates(rows);
  const again = levels.map((level) => cells(level, carried, freshSeeds));
  const map = levels.length * rates.length * seeds.length;
  const carrying = levels.length * carried.length * freshSeeds.length;
  const schedule = fromSpec({ kind: "constant", peak: rates[0] }).spec;
  const spec = { schedule, epochs: 5 } as RunSpec;
  const { words, path } = factorKind(factor);
  const plan: JointPlan = {
    kind: "joint-plan",
    id: "f00dcafe".repeat(8),
    study: declareStudy({
      question: `Does the best learning rate move with the ${words}?`,
      factor: path,
      nuisance: ["schedule"],
      fixed: { epochs: "5 at every level: equal data", schedule: "constant" },
      seeds,
      runs: map + carrying,
      rule: "highest mean validation macro-F1",
    }),
    factor,
    levels: levels.map((level) => ({ level, steps: stepsOf(level), spec })),
    rates,
    freshSeeds,
    runs: { map, carrying },
    steps: { map: 1000 * map, carrying: 1000 * carrying },
  };
  return {
    kind: "joint-study",
    plan,
    rows,
    ridge: ridgeOf(factor, rows),
    carries: carriesOf(rows, again),
    again,
    runs: plan.runs,
    steps: plan.steps,
  };
}

/** `count` rates from `low` up, half an octave apart. */
export function rungs(low: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => low * Math.SQRT2 ** i);
}
