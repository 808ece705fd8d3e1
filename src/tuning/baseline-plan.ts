import type { Features } from "../features";
import { plannedSteps, runSpec, type RunChoices, type RunSpec } from "../training";
import { conservativeRate } from "./conservative";
import { declareStudy } from "./study";
import { fixedFactors, type StudyPlan } from "./study-plan";

/** A baseline as it is declared, before it is trained. */
export interface BaselinePlan extends StudyPlan {
  readonly kind: "baseline-plan";
  readonly rate: number;
  /** Why this rate. */
  readonly reason: string;
  /** The run of the first seed. */
  readonly spec: RunSpec;
}

/** What a baseline holds fixed; everything has a default. */
export interface BaselineChoices extends Omit<RunChoices, "schedule" | "seed"> {
  /** The fixed rate; default half a decade above the lowest of `defaultRange`: .01 with momentum .9. */
  readonly rate?: number;
  /** One run for each; default 1 to 5. */
  readonly seeds?: readonly number[];
}

/**
 * Declares a baseline: a low fixed rate, trained with several seeds. Nothing is trained.
 *
 * @throws InputError for a rate, seeds or a number that cannot be used
 * @example show(await planBaseline(features)); // the question, what is held, the seeds, the cost
 */
export async function planBaseline(features: Features, choices: BaselineChoices = {}): Promise<BaselinePlan> {
  const { rate = conservativeRate(choices.optimizer), seeds = [1, 2, 3, 4, 5], ...fixed } = choices;
  const spec = await runSpec(features, { ...fixed, schedule: rate, seed: seeds[0] });
  const reason =
    choices.rate === undefined
      ? "half a decade above the lowest rate that could be of use with this optimizer: too low costs time, and the runs show it; too high costs the run"
      : "given";
  const study = declareStudy({
    question: "What does a conservative fixed rate reach, and do the seeds agree?",
    factor: "seeds",
    nuisance: [],
    fixed: { schedule: `constant ${rate}`, ...fixedFactors(spec) },
    seeds,
    runs: seeds.length,
    rule: "nothing is chosen: it is what every later change is measured against",
  });
  return {
    kind: "baseline-plan",
    study,
    levels: [],
    procedure: [
      `one whole run a seed at the fixed rate ${rate} (${reason})`,
      "each run's curves are asked for signals: divergence, oscillation, over-fitting, slow convergence and others",
    ],
    cost: {
      runs: seeds.length,
      steps: seeds.length * plannedSteps(features, fixed),
      atMost: false,
    },
    rate,
    reason,
    spec,
  };
}
