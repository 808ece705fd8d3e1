import { InputError } from "../errors";
import type { Features } from "../features";
import { withPeak } from "../schedules";
import { plannedSteps, runSpec, type RunSpec } from "../training";
import { conservativeRate, rungsFrom } from "./conservative";
import type { SweepChoices } from "./rate-sweep";
import { declareStudy } from "./study";
import { fixedFactors, type StudyPlan } from "./study-plan";

/** A way up as it is declared, before its first rung. */
export interface UpwardPlan extends StudyPlan {
  readonly kind: "upward-adjustment-plan";
  /** The rungs, lowest first. */
  readonly rates: readonly number[];
  /** The first rung's run with the first seed. */
  readonly spec: RunSpec;
}

/** What a way up holds fixed, and its rungs; everything has a default. */
export interface UpwardChoices extends Omit<SweepChoices, "rates" | "seeds"> {
  /** The rungs; default 1, 2, 5, 10, ... times `start`, so many as `rungs` says. */
  readonly rates?: readonly number[];
  /** Where to begin; default half a decade above the lowest of `defaultRange`: .01 with momentum .9. */
  readonly start?: number;
  /** Most rungs from `start`; default 8. */
  readonly rungs?: number;
  /** One run a rung for each; default 1, 2, 3. */
  readonly seeds?: readonly number[];
}

/**
 * Declares a way up: its rungs, its seeds, what ends it and the most that it costs. Nothing is trained.
 *
 * @throws InputError when there are no rates, rungs are given twice, or a number cannot be used
 * @example show(await planAdjustUpward(features, { start: 0.01, rungs: 6 }));
 */
export async function planAdjustUpward(features: Features, choices: UpwardChoices = {}): Promise<UpwardPlan> {
  const { rates: given, start, rungs, seeds = [1, 2, 3], shape, ...fixed } = choices;
  if (given !== undefined && (start !== undefined || rungs !== undefined)) {
    throw new InputError("adjustUpward: give either rates, or start and rungs");
  }
  const count = rungs ?? 8;
  if (!Number.isInteger(count) || count < 1 || count > 30) {
    throw new InputError(`adjustUpward: rungs must be a whole number from 1 to 30, found ${count}`);
  }
  const rates = [...(given ?? rungsFrom(start ?? conservativeRate(fixed.optimizer), count))].sort(
    (a, b) => a - b,
  );
  if (rates.length === 0) throw new InputError("adjustUpward: needs at least one rate");
  const specs = [];
  for (const rate of rates) {
    const schedule = shape === undefined ? rate : withPeak(shape, rate);
    specs.push(await runSpec(features, { ...fixed, schedule, seed: seeds[0] }));
  }
  const runs = rates.length * seeds.length;
  const study = declareStudy({
    question: "How high can the rate go before stability or validation suffers?",
    factor: "schedule",
    nuisance: [],
    fixed: fixedFactors(specs[0]),
    seeds,
    runs,
    rule: "highest mean validation macro-F1 among the rungs below the one that ended the way up",
  });
  return {
    kind: "upward-adjustment-plan",
    study,
    levels: rates.map((rate) => `${shape === undefined ? "rate" : "peak"} ${rate}`),
    procedure: [
      "rung by rung from the lowest, each with every seed",
      "the way up ends at the first rung with a run that diverges or oscillates, or that is worse on validation than the best so far by more than the seeds explain",
    ],
    cost: { runs, steps: runs * plannedSteps(features, fixed), atMost: rates.length > 1 },
    rates,
    spec: specs[0],
  };
}
