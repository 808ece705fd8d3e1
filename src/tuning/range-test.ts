import { meanInterval, median } from "../evaluation";
import type { Features } from "../features";
import { geometric } from "../schedules";
import { plannedSteps, runSpec, type RecordedRun, type RunChoices } from "../training";
import { climb, judgeLadder } from "./range-climb";
import { answerOf, type RateAnswer } from "./range-ladder";
import { planRangeTest, type RangeChoices, type RangePlan } from "./range-plan";
import { priorLoss } from "./range-prior";
import { readWalk, type WalkReading } from "./range-walk";
import { recordRates, type RatePoint } from "./rate-sweep";
import { recordAll, type RecordOptions } from "./record-all";
import type { Study } from "./study";

/** One seed's walk. */
export interface Walk extends WalkReading {
  readonly seed: number;
  readonly run: RecordedRun;
}

/** A suggested rate for a constant schedule, or why there is none. */
export interface RangeTest {
  readonly kind: "range-test";
  readonly plan: RangePlan;
  /** The plan's. */
  readonly study: Study;
  readonly low: number;
  readonly high: number;
  readonly walks: readonly Walk[];
  /** Validation loss (nats) of knowing only how frequent the labels are. */
  readonly priorLoss: number;
  /** Median rate at which the walks broke; null when half of them or more did not. */
  readonly breaksAt: number | null;
  /** What the walks alone suggest: median over seeds; null when they show nothing. */
  readonly guess: number | null;
  /** Whole runs at constant rates around the guess, lowest first; empty when it was not confirmed. */
  readonly ladder: readonly RatePoint<RecordedRun>[];
  readonly answer: RateAnswer | null;
  /** Why this rate, or why none: one sentence. */
  readonly reason: string;
  /**
   * `low`, `high`: the answer is the lowest or highest rate that was tried, so look further; `stability`: the next
   * rung up lost a run. null when the answer has worse and stable rates on both sides, or there is none.
   */
  readonly edge: "low" | "high" | "stability" | null;
  /** Training runs that it took. */
  readonly runs: number;
}

type WalkChoices = Omit<RunChoices, "schedule" | "seed"> &
  Required<Pick<RangeChoices, "low" | "high" | "seeds" | "walkEpochs">>;

/** A walk must get this share below `priorLoss` before it counts as having learned something. */
const CLEAR = 0.02;

/** Evaluations of a walk: enough for a curve, few enough not to cost more than the steps. */
const EVALUATIONS = 40;

/**
 * Which constant rate is best for this run? In two parts, declared before they run:
 *
 * 1. a **walk** for each seed: the rate grows geometrically from `low` to `high` while validation loss is watched
 *    (Smith 2017, arXiv:1506.01186). It shows where learning begins, where it breaks, and gives a guess (`readWalk`);
 *    when the loss does not get below what label frequencies alone give, there is no clear answer and the test ends.
 * 2. a **ladder** of whole runs at constant rates, in half octaves up from the guess and as far to either side as the
 *    best rung is the last one. The answer is the top of the ladder by mean validation macro-F1 (`topOfLadder`).
 *
 * Unlike fastai's and Lightning's finders, which read one noisy curve of training loss, it uses validation, several
 * seeds and the length of the run: the best rate falls as the run gets longer. The walk's guess alone
 * (`confirm: false`) costs one run a seed, and was from 1 to 3.5 times too low where we measured it (six settings of
 * two data sets): the noise of the high rates turns the walk's loss early.
 *
 * @throws InputError for a range, seeds or a number that cannot be used, and for Prodigy, which finds its own rate
 * @example const { answer, reason } = await rangeTest(features, { seeds: [1, 2, 3] });
 */
export async function rangeTest(
  features: Features,
  choices: RangeChoices = {},
  options: RecordOptions = {},
): Promise<RangeTest> {
  const plan = await planRangeTest(features, choices);
  const {
    low = plan.low,
    high = plan.high,
    seeds = plan.study.seeds,
    walkEpochs = plan.walkEpochs,
    confirm = true,
    maxRates = plan.maxRates,
    ...fixed
  } = choices;
  let done = 0;
  const watched: RecordOptions = {
    ...options,
    onProgress: ({ run }) => options.onProgress?.({ done: ++done, total: plan.cost.runs, run }),
  };

  const walks = await walk(features, { ...fixed, low, high, seeds, walkEpochs }, watched);
  const prior = priorLoss(features);
  const known = {
    kind: "range-test" as const,
    plan,
    study: plan.study,
    low,
    high,
    walks,
    priorLoss: prior,
    breaksAt: breakingPoint(walks),
  };
  const trouble = unclear(walks, prior);
  if (trouble !== null) {
    const none = { guess: null, ladder: [], answer: null, edge: null };
    return { ...known, ...none, reason: trouble, runs: walks.length };
  }
  const guess = Math.exp(median(walks.map((one) => Math.log(one.guess))));
  if (!confirm) {
    const answer = answerOf(guess, meanInterval(walks.map((one) => Math.log(one.guess))));
    const edge = 2 * walks.filter(({ stillFalling }) => stillFalling).length > walks.length ? "high" : null;
    const reason =
      edge === "high"
        ? `validation loss was still falling at ${high}, the end of the range: widen it`
        : "the walks' guess, not confirmed by whole runs";
    return { ...known, guess, ladder: [], answer, edge, reason, runs: walks.length };
  }
  const ladder = await climb(guess, { low, high }, maxRates, (rates) =>
    recordRates(features, { ...fixed, seeds, rates }, watched),
  );
  const runs = walks.length + ladder.length * seeds.length;
  return { ...known, guess, ladder, ...judgeLadder(ladder), runs };
}

async function walk(
  features: Features,
  { low, high, seeds, walkEpochs: epochs, ...fixed }: WalkChoices,
  options: RecordOptions,
): Promise<Walk[]> {
  const tunedSteps = plannedSteps(features, fixed);
  const steps = plannedSteps(features, { ...fixed, epochs });
  const schedule = geometric({ peak: high, floor: low / high, steps, rising: true });
  const evaluationsPerEpoch = Math.max(
    1,
    Math.min(Math.ceil(EVALUATIONS / epochs), Math.floor(steps / epochs)),
  );
  // Past the break there is nothing to learn: end once a batch costs twice what it did at the start.
  const stop = { divergenceFactor: 2 };
  const specs = [];
  for (const seed of seeds) {
    specs.push(await runSpec(features, { ...fixed, epochs, schedule, evaluationsPerEpoch, stop, seed }));
  }
  const runs = await recordAll(specs, features, options);
  return runs.map((run, i) => ({ seed: seeds[i], run, ...readWalk(run.record, tunedSteps) }));
}

/** Why the walks give no answer; null when they do. */
export function unclear(walks: readonly WalkReading[], prior: number): string | null {
  const gain = median(walks.map(({ lowest }) => prior - lowest));
  if (gain > CLEAR * prior) return null;
  const lowest = median(walks.map((one) => one.lowest));
  return (
    `no clear answer: validation loss got to ${lowest.toFixed(3)} nats on the walks, and knowing only how frequent the ` +
    `labels are gives ${prior.toFixed(3)}; either the labels do not follow from the messages, or the walks are too ` +
    "short (more epochs) or in the wrong range"
  );
}

function breakingPoint(walks: readonly WalkReading[]): number | null {
  const middle = median(walks.map(({ breaksAt }) => breaksAt ?? Infinity));
  return Number.isFinite(middle) ? middle : null;
}
