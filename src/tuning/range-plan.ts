import { InputError } from "../errors";
import type { Features } from "../features";
import { plannedSteps, runSpec, type RunChoices, type RunSpec } from "../training";
import { defaultRange } from "./range-default";
import { declareStudy } from "./study";
import { fixedFactors, type StudyPlan } from "./study-plan";

/** What a range test holds fixed, and where it looks. */
export interface RangeChoices extends Omit<RunChoices, "schedule" | "seed" | "evaluationsPerEpoch" | "stop"> {
  /** Lowest and highest rate of the walk; the defaults go with the optimizer (`defaultRange`). */
  readonly low?: number;
  readonly high?: number;
  /** One walk and, unless `confirm` is false, one run at each rung for each; default 1, 2, 3. */
  readonly seeds?: readonly number[];
  /** Epochs of a walk; default as many as `epochs`, those of the run that the rate is for. */
  readonly walkEpochs?: number;
  /** Whether to try rates around the walks' guess with whole runs; default true. */
  readonly confirm?: boolean;
  /** Most rates that are tried; default 8, at least 3. */
  readonly maxRates?: number;
}

/** A range test as it is declared, before its first walk. */
export interface RangePlan extends StudyPlan {
  readonly kind: "range-test-plan";
  readonly low: number;
  readonly high: number;
  readonly walkEpochs: number;
  /** Most rates that are tried with whole runs; 0 where the walks alone answer. */
  readonly maxRates: number;
  /** A whole run at the lowest rate with the first seed. */
  readonly spec: RunSpec;
}

/**
 * Declares a range test: the walks' range, the most rates that whole runs will try, and the most that it costs.
 * Nothing is trained.
 *
 * @throws InputError for a range, seeds or a number that cannot be used, and for Prodigy, which finds its own rate
 * @example show(await planRangeTest(features, { seeds: [1, 2, 3] }));
 */
export async function planRangeTest(features: Features, choices: RangeChoices = {}): Promise<RangePlan> {
  const { low, high, seeds = [1, 2, 3], walkEpochs, confirm = true, maxRates = 8, ...fixed } = choices;
  const usual = defaultRange(fixed.optimizer);
  const range = { low: low ?? usual.low, high: high ?? usual.high };
  check(range, maxRates, walkEpochs);
  if (fixed.optimizer?.kind === "prodigy") {
    throw new InputError(
      "rangeTest: prodigy finds its own rate, and on a walk both would grow; use learningRateFree, or sweepRates over multipliers around 1",
    );
  }
  const spec = await runSpec(features, { ...fixed, schedule: range.low, seed: seeds[0] });
  const rungs = confirm ? maxRates : 0;
  const runs = seeds.length * (1 + rungs);
  const epochs = walkEpochs ?? spec.epochs;
  const walkSteps = plannedSteps(features, { ...fixed, epochs });
  const study = declareStudy({
    question: "Which constant learning rate is best for this run?",
    factor: "schedule",
    nuisance: [],
    fixed: fixedFactors(spec),
    seeds,
    runs,
    rule: confirm
      ? "top of a parabola through the best rung and its neighbours, mean validation macro-F1"
      : "rate x steps = sum of the walk's rates up to its lowest validation loss, median over seeds",
  });
  return {
    kind: "range-test-plan",
    study,
    levels: [
      `a rate that grows from ${words(range.low)} to ${words(range.high)}`,
      ...(confirm ? [`at most ${maxRates} constant rates around what that suggests`] : []),
    ],
    procedure: [
      `one walk a seed: the rate grows over ${walkSteps} steps while validation loss is watched, and the walk ends early where it breaks`,
      "where the walks learn no more than how frequent the labels are, the test ends without an answer",
      ...(confirm
        ? [
            `whole runs with every seed at three rates in half octaves up from the walks' guess, then on to the side where the best is the last, to at most ${maxRates} rates`,
          ]
        : []),
    ],
    cost: {
      runs,
      steps: seeds.length * (walkSteps + rungs * plannedSteps(features, fixed)),
      atMost: confirm,
    },
    ...range,
    walkEpochs: epochs,
    maxRates: rungs,
    spec,
  };
}

function words(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}

function check({ low, high }: { low: number; high: number }, maxRates: number, walkEpochs = 1): void {
  if (!(low > 0) || !(high >= 10 * low) || !Number.isFinite(high)) {
    throw new InputError(
      `rangeTest: needs 0 < low and high at least ten times low, found ${low} and ${high}`,
    );
  }
  const whole = { maxRates: [maxRates, 3], walkEpochs: [walkEpochs, 1] } as const;
  for (const [name, [value, least]] of Object.entries(whole)) {
    if (!Number.isInteger(value) || value < least) {
      throw new InputError(`rangeTest: ${name} must be a whole number of at least ${least}, found ${value}`);
    }
  }
}
