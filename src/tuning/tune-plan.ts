import { contentHash } from "../data";
import { InputError } from "../errors";
import { gateRules, type GateRules } from "../evaluation";
import type { Features } from "../features";
import { plannedSteps, type RunChoices } from "../training";
import { usualShapes, type Shape } from "./usual-shapes";

/** What a person chooses of a tuning; everything has a default. */
export interface TuneChoices extends Omit<RunChoices, "schedule" | "seed"> {
  /** Paired seeds of the gate, at least 5; default 8. */
  readonly seeds?: number;
  /** Most training runs, at least 39; default 150. */
  readonly budget?: number;
  readonly rules?: Partial<GateRules>;
}

/** A tuning as it is declared before its first run. */
export interface TunePlan {
  readonly kind: "tune-plan";
  /** SHA-256 (hex) of what is planned, for these features. */
  readonly id: string;
  /** What was chosen; the rest are defaults. */
  readonly choices: TuneChoices;
  /** Schedules that are tried, the fixed rate first. */
  readonly shapes: readonly Shape[];
  readonly searchSeeds: readonly number[];
  /** None of the seeds that chose. */
  readonly gateSeeds: readonly number[];
  /** Most peaks that are tried of each schedule: the same for all. */
  readonly maxRates: number;
  readonly rules: GateRules;
  /** Most runs that it can take. */
  readonly runs: number;
}

const SEARCH_SEEDS = [1, 2, 3];
const FIRST_GATE_SEED = 101;
const MOST_RATES = 8;
const FEWEST_RATES = 3;

/**
 * Declares a tuning within a budget of runs: a walk over the range for each of three seeds; for each schedule up to
 * `maxRates` peaks with the same seeds; a baseline that finds its own rate (`learningRateFree`), which is reported and not
 * chosen; and the gate, three runs for each of its seeds. A budget that is too small for
 * all four schedules tries the fixed rate and the cosine alone.
 *
 * @throws InputError for fewer than 5 seeds, a budget that does not hold the smallest tuning, or a rule that cannot be
 *   used
 */
export function planTune(features: Features, choices: TuneChoices = {}): TunePlan {
  const { seeds = 8, budget = 150, rules } = choices;
  if (!Number.isInteger(seeds) || seeds < 5 || seeds > 100) {
    throw new InputError(`tune: seeds must be a whole number from 5 to 100, found ${seeds}`);
  }
  const every = usualShapes(plannedSteps(features, choices));
  // Walks, the baseline without a rate, and the gate.
  const fixedRuns = 2 * SEARCH_SEEDS.length + 3 * seeds;
  const ratesOf = (shapes: number): number =>
    Math.min(MOST_RATES, Math.floor((budget - fixedRuns) / (shapes * SEARCH_SEEDS.length)));
  const shapes = ratesOf(every.length) >= FEWEST_RATES ? every : every.slice(0, 2);
  const maxRates = ratesOf(shapes.length);
  if (!Number.isInteger(budget) || maxRates < FEWEST_RATES) {
    const least = fixedRuns + 2 * FEWEST_RATES * SEARCH_SEEDS.length;
    throw new InputError(
      `tune: with ${seeds} seeds the budget must be a whole number of at least ${least} runs, found ${budget}`,
    );
  }
  const plan = {
    searchSeeds: SEARCH_SEEDS,
    gateSeeds: Array.from({ length: seeds }, (_, i) => FIRST_GATE_SEED + i),
    maxRates,
    rules: gateRules(rules),
    runs: fixedRuns + shapes.length * maxRates * SEARCH_SEEDS.length,
  };
  const schedules = shapes.map(({ name, shape }) => ({ name, shape: shape.spec }));
  const id = contentHash({ ...plan, choices: given(choices), schedules, features: features.hash });
  return { kind: "tune-plan", id, choices: given(choices), shapes, ...plan };
}

/** The choices that were made: JSON has no undefined. */
function given(choices: TuneChoices): TuneChoices {
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
}
