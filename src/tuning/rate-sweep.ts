import { InputError } from "../errors";
import { meanInterval, type Estimate } from "../evaluation";
import type { Features } from "../features";
import { withPeak, type Schedule } from "../schedules";
import {
  finalOf,
  runSpec,
  type RecordedRun,
  type RunChoices,
  type RunSpec,
  type TrainedRun,
} from "../training";
import { recordAll, type RecordOptions } from "./record-all";
import { runAll, type RunAllOptions } from "./run-all";
import { declareStudy, type Study } from "./study";
import { fixedFactors } from "./study-plan";

/** One rate, trained with every seed; runs that a store gave have no weights. */
export interface RatePoint<Run extends RecordedRun = TrainedRun> {
  readonly rate: number;
  readonly runs: readonly Run[];
  readonly diverged: number;
  /** Validation loss (nats), accuracy and macro-F1 (0 to 1) at the end of the runs. */
  readonly loss: Estimate;
  readonly accuracy: Estimate;
  readonly macroF1: Estimate;
}

/** The same run at several rates. */
export interface RateSweep {
  readonly kind: "rate-sweep";
  readonly study: Study;
  readonly points: readonly RatePoint[];
}

/** What a sweep holds fixed, and which rates and seeds it tries. */
export interface SweepChoices extends Omit<RunChoices, "schedule" | "seed"> {
  /** Peak rates, above 0. */
  readonly rates: readonly number[];
  readonly seeds: readonly number[];
  /** The schedule whose peak is set to each rate; default a constant rate. */
  readonly shape?: Schedule;
}

/**
 * Trains the same model at each rate with each seed. Every rate has the same budget, initial weights and orders of
 * messages, so a difference is the rate's.
 *
 * @throws InputError when there are no rates
 * @example const sweep = await sweepRates(features, { rates: logSpaced(0.01, 1, 5), seeds: [1, 2, 3] });
 */
export async function sweepRates(
  features: Features,
  choices: SweepChoices,
  options?: RunAllOptions,
): Promise<RateSweep> {
  const { rates, seeds } = choices;
  const specs = await specsOf(features, choices);
  const study = declareStudy({
    question: "Which learning rates are as good as the best?",
    factor: "schedule",
    nuisance: [],
    fixed: specs.length > 0 ? fixedFactors(specs[0]) : {},
    seeds,
    runs: rates.length * seeds.length,
    rule: "highest mean validation macro-F1 at the end of the run",
  });
  const points = pointsOf(choices, await runAll(specs, features, options));
  return { kind: "rate-sweep", study, points };
}

/**
 * The points of {@link sweepRates} from records alone: runs that the store holds are not trained again.
 *
 * @throws InputError when there are no rates
 */
export async function recordRates(
  features: Features,
  choices: SweepChoices,
  options?: RecordOptions,
): Promise<RatePoint<RecordedRun>[]> {
  return pointsOf(choices, await recordAll(await specsOf(features, choices), features, options));
}

/** The runs of a sweep: for each rate, each seed. */
async function specsOf(
  features: Features,
  { rates, seeds, shape, ...fixed }: SweepChoices,
): Promise<RunSpec[]> {
  if (rates.length === 0) throw new InputError("sweepRates: needs at least one rate");
  const specs = [];
  for (const rate of rates) {
    const schedule = shape === undefined ? rate : withPeak(shape, rate);
    for (const seed of seeds) specs.push(await runSpec(features, { ...fixed, schedule, seed }));
  }
  return specs;
}

function pointsOf<Run extends RecordedRun>(
  { rates, seeds }: SweepChoices,
  runs: readonly Run[],
): RatePoint<Run>[] {
  return rates.map((rate, i) => ratePoint(rate, runs.slice(i * seeds.length, (i + 1) * seeds.length)));
}

/** What the runs of one rate, one a seed, came to. */
export function ratePoint<Run extends RecordedRun>(rate: number, runs: readonly Run[]): RatePoint<Run> {
  const finals = runs.map((run) => finalOf(run.record).validation);
  return {
    rate,
    runs,
    diverged: runs.filter((run) => run.record.status === "diverged").length,
    loss: meanInterval(finals.map((score) => score.loss)),
    accuracy: meanInterval(finals.map((score) => score.accuracy)),
    macroF1: meanInterval(finals.map((score) => score.macroF1)),
  };
}

/** Validation macro-F1 (0 to 1) at the end of each run of a point, in the order of the seeds. */
export function macroF1s(point: RatePoint<RecordedRun>): number[] {
  return point.runs.map(({ record }) => finalOf(record).validation.macroF1);
}

/**
 * `count` rates from `low` to `high`, evenly spaced on a log axis and rounded to two significant digits.
 *
 * @example logSpaced(0.01, 1, 5) // [0.01, 0.032, 0.1, 0.32, 1]
 */
export function logSpaced(low: number, high: number, count: number): number[] {
  if (!(low > 0) || !(high >= low) || !Number.isInteger(count) || count < 1) {
    throw new InputError(
      `logSpaced: needs 0 < low <= high and a whole count of at least 1, found ${low}, ${high}, ${count}`,
    );
  }
  if (count === 1) return [low];
  const step = Math.log(high / low) / (count - 1);
  return Array.from({ length: count }, (_, i) => Number((low * Math.exp(step * i)).toPrecision(2)));
}
