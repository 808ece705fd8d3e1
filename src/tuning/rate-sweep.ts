import { InputError } from "../errors";
import { meanInterval, type Estimate } from "../evaluation";
import type { Features } from "../features";
import { withPeak, type Schedule } from "../schedules";
import { finalOf, runSpec, type RunChoices, type TrainedRun } from "../training";
import { runAll, type RunAllOptions } from "./run-all";
import { declareStudy, type Study } from "./study";

/** One rate, trained with every seed. */
export interface RatePoint {
  readonly rate: number;
  readonly runs: readonly TrainedRun[];
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
  const { rates, seeds, shape, ...fixed } = choices;
  if (rates.length === 0) throw new InputError("sweepRates: needs at least one rate");
  const study = declareStudy({
    question: "Which learning rates are as good as the best?",
    factor: "schedule",
    nuisance: [],
    fixed: {},
    seeds,
    runs: rates.length * seeds.length,
    rule: "highest mean validation macro-F1 at the end of the run",
  });
  const specs = [];
  for (const rate of rates) {
    const schedule = shape === undefined ? rate : withPeak(shape, rate);
    for (const seed of seeds) specs.push(await runSpec(features, { ...fixed, schedule, seed }));
  }
  const runs = await runAll(specs, features, options);
  const points = rates.map((rate, i) =>
    ratePoint(rate, runs.slice(i * seeds.length, (i + 1) * seeds.length)),
  );
  return { kind: "rate-sweep", study, points };
}

/** What the runs of one rate, one a seed, came to. */
export function ratePoint(rate: number, runs: readonly TrainedRun[]): RatePoint {
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
export function macroF1s(point: RatePoint): number[] {
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
