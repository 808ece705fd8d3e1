import type { Features } from "../features";
import { cosine } from "../schedules";
import {
  foundRate,
  plannedSteps,
  PRODIGY,
  runSpec,
  type ProdigySpec,
  type RecordedRun,
  type RunChoices,
} from "../training";
import { recordRates, type RatePoint } from "./rate-sweep";
import type { RecordOptions } from "./record-all";
import { declareStudy, type Study } from "./study";

/** What an optimizer without a learning rate did: a baseline that costs no search. */
export interface LearningRateFree {
  readonly kind: "learning-rate-free";
  readonly study: Study;
  /** Its runs; the point's rate is the multiplier, 1. */
  readonly point: RatePoint<RecordedRun>;
  /** The rate that each run had found by its last step (`foundRate`), in the order of the seeds. */
  readonly found: readonly number[];
}

/** What such a baseline holds fixed: as the runs that it stands beside. */
export interface LearningRateFreeChoices extends Omit<RunChoices, "schedule" | "seed" | "optimizer"> {
  /** Those of the tuned runs, so that differences can be paired. */
  readonly seeds: readonly number[];
  /** Default `PRODIGY`: no weight decay, d from 1e-6. */
  readonly prodigy?: ProdigySpec;
}

/**
 * Trains with Prodigy, which finds its own rate, once for each seed: the multiplier falls from 1 to 0 along a cosine,
 * as its authors recommend. Nothing is searched, so it costs as many runs as there are seeds. It says what a search for
 * a rate was worth, and is never selected by itself.
 *
 * @throws InputError for seeds that repeat or are missing, or a number that cannot be used
 * @example const free = await learningRateFree(features, { seeds: [1, 2, 3] });
 *
 * Source: Mishchenko and Defazio, 2023, arXiv:2306.06101; the schedule as under "Scheduler" at
 * https://github.com/konstmish/prodigy
 */
export async function learningRateFree(
  features: Features,
  choices: LearningRateFreeChoices,
  options?: RecordOptions,
): Promise<LearningRateFree> {
  const { seeds, prodigy = PRODIGY, ...fixed } = choices;
  const study = declareStudy({
    question: "What does an optimizer get that finds its own learning rate?",
    factor: "optimizer",
    nuisance: [],
    fixed: { schedule: "cosine from 1" },
    seeds,
    runs: seeds.length,
    rule: "validation macro-F1 at the end of the run, reported beside the tuned settings and never selected",
  });
  // A number that cannot be used is named before the steps are counted with it.
  await runSpec(features, { ...fixed, optimizer: prodigy, schedule: 1 });
  const shape = cosine({ peak: 1, steps: plannedSteps(features, fixed) });
  const [point] = await recordRates(
    features,
    { ...fixed, optimizer: prodigy, rates: [1], shape, seeds },
    options,
  );
  // The first multiplier is 1, so that there is always one to divide by.
  const found = point.runs.map(({ record }) => foundRate(record) as number);
  return { kind: "learning-rate-free", study, point, found };
}
