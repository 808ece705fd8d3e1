import type { Features } from "../features";
import { diagnose, type Diagnosis } from "../signals";
import { finalOf, type SplitScore } from "../training";
import { planBaseline, type BaselineChoices, type BaselinePlan } from "./baseline-plan";
import { sweepRates, type RatePoint } from "./rate-sweep";
import type { RunAllOptions } from "./run-all";

/** How far apart the seeds are in one measure. */
export interface SeedSpread {
  readonly lowest: number;
  readonly highest: number;
  /** Sample standard deviation (n - 1); null for one seed, or where a run broke. */
  readonly deviation: number | null;
}

/** A conservative start: what every later change is measured against. */
export interface Baseline {
  readonly kind: "baseline";
  readonly plan: BaselinePlan;
  /** The fixed rate with its runs, in the order of the seeds, and their means. */
  readonly point: RatePoint;
  /** What each run's curves say, in the order of the seeds. */
  readonly diagnoses: readonly Diagnosis[];
  /** On validation, at the end of the runs. */
  readonly spread: Readonly<Record<keyof SplitScore, SeedSpread>>;
}

/**
 * Trains a low fixed rate with several seeds and says what the runs show: the plan of {@link planBaseline}, carried
 * out. The rate is not tuned, so that what tuning gains can be told.
 *
 * @throws InputError as {@link planBaseline}
 * @example show(await baseline(features));
 */
export async function baseline(
  features: Features,
  choices: BaselineChoices = {},
  options?: RunAllOptions,
): Promise<Baseline> {
  const plan = await planBaseline(features, choices);
  const { rate = plan.rate, seeds = plan.study.seeds, ...fixed } = choices;
  const [point] = (await sweepRates(features, { ...fixed, rates: [rate], seeds }, options)).points;
  const records = point.runs.map(({ record }) => record);
  const spreadOf = (measure: keyof SplitScore): SeedSpread =>
    seedSpread(records.map((record) => finalOf(record).validation[measure]));
  return {
    kind: "baseline",
    plan,
    point,
    diagnoses: records.map(diagnose),
    spread: { loss: spreadOf("loss"), accuracy: spreadOf("accuracy"), macroF1: spreadOf("macroF1") },
  };
}

/** The lowest and the highest of the seeds' values, and their standard deviation. */
export function seedSpread(values: readonly number[]): SeedSpread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return {
    lowest: Math.min(...values),
    highest: Math.max(...values),
    deviation: Number.isFinite(deviation) ? deviation : null,
  };
}
