import { contentHash } from "../data";
import { InputError } from "../errors";
import { assertOneFactor } from "../evaluation";
import type { Features } from "../features";
import type { RunSpec, RecordedRun } from "../training";
import { carriedRates, carriesOf, type Carry } from "./joint-carry";
import { factorKind } from "./joint-factor";
import {
  assertLevels,
  cellSpec,
  planJoint,
  type JointChoices,
  type JointCost,
  type JointPlan,
} from "./joint-plan";
import { jointRow, ridgeOf, type JointRow, type Ridge } from "./joint-ridge";
import { ratePoint, type RatePoint } from "./rate-sweep";
import { recordAll, type RecordOptions } from "./record-all";

/** The rate and one other hyperparameter, studied together. */
export interface JointStudy {
  readonly kind: "joint-study";
  readonly plan: JointPlan;
  /** A row a level, lowest first; its cells are the rates. */
  readonly rows: readonly JointRow[];
  readonly ridge: Ridge;
  /** From each level to each other; none from or to a level at which every rate lost a run. */
  readonly carries: readonly Carry[];
  /** For each row its cells at the rates that are carried, with the fresh seeds. */
  readonly again: readonly (readonly RatePoint<RecordedRun>[])[];
  /** Training runs, and optimizer steps, that it took. */
  readonly runs: JointCost;
  readonly steps: JointCost;
}

/**
 * Does the best rate move with another hyperparameter, and what does it cost to carry it over unseen? In two parts:
 *
 * 1. the **map**: every rate at every level of the factor with every seed. The best rates of the levels are its
 *    **ridge**, each with an interval over seeds; their power law (`ridgeOf`) is held against published rules for
 *    scaling the rate, none of which is assumed.
 * 2. **carrying**: the best rate of each level, trained at every level with fresh seeds; the loss against the level's
 *    own best, over paired seeds.
 *
 * Epochs are held, not steps (`planJoint`). A cell in which a run diverged is never a best one and has no mean that
 * counts. Cells of a level differ in the schedule's peak alone, those of a rate in the factor and what follows from
 * it; anything else is refused. Progress counts against the declared runs until it is known which rates are to be
 * carried. The answers are on validation: the test split is not opened.
 *
 * @param choices what to try, or the plan that `planJoint` made of it
 * @throws InputError for choices that cannot be used, or a plan that was changed or made for other features
 * @example
 * const study = await jointStudy(features, {
 *   factor: "batchSize",
 *   levels: [32, 128],
 *   rates: { low: 3.2, high: 51.2 },
 *   model: { kind: "linear" },
 *   optimizer: { kind: "sgd" },
 *   epochs: 3,
 * });
 * study.ridge.slope; // { mean: 0.99, low: 0.72, high: 1.26, count: 3 }: in proportion to the batch size
 * study.carries[0]; // { from: 32, to: 128, rate: 9.05, ownRate: 36.2, lost: { mean: 0.199, low: 0.165, ... }, ... }
 */
export async function jointStudy(
  features: Features,
  choices: JointChoices | JointPlan,
  options: RecordOptions = {},
): Promise<JointStudy> {
  const plan = "kind" in choices ? choices : await planJoint(features, choices);
  const { id, ...declared } = plan;
  const { levels, rates, freshSeeds, study } = declared;
  if (contentHash(declared) !== id) {
    throw new InputError(
      "jointStudy: the plan was changed after it was declared; declare it again with planJoint",
    );
  }
  if (levels.some(({ spec }) => spec.features !== features.hash)) {
    throw new InputError("jointStudy: the plan was made for other features; plan it again for these");
  }
  assertLevels(levels, factorKind(plan.factor).path);
  const cells = (some: readonly number[], seeds: readonly number[]): RunSpec[][] =>
    levels.map((level) => {
      const specs = some.flatMap((rate) => seeds.map((seed) => cellSpec(level, rate, seed)));
      assertOneFactor(specs, "schedule");
      return specs;
    });
  let done = 0;
  let total = plan.runs.map + plan.runs.carrying;
  const train = async (specs: RunSpec[][], some: readonly number[]): Promise<RatePoint<RecordedRun>[][]> => {
    const runs = await recordAll(specs.flat(), features, {
      ...options,
      onProgress: ({ run }) => options.onProgress?.({ done: ++done, total, run }),
    });
    const each = specs[0].length;
    return specs.map((_, i) => pointsOf(runs.slice(i * each, (i + 1) * each), some));
  };

  const map = await train(cells(rates, study.seeds), rates);
  const rows = map.map((points, i) => jointRow(levels[i].level, levels[i].steps, points));
  const carried = carriedRates(rows);
  const specs = cells(carried, freshSeeds);
  const carrying = specs.flat().length;
  total = plan.runs.map + carrying;
  const again = await train(specs, carried);
  const allSteps = levels.reduce((sum, { steps }) => sum + steps, 0);
  return {
    kind: "joint-study",
    plan,
    rows,
    ridge: ridgeOf(plan.factor, rows),
    carries: carriesOf(rows, again),
    again,
    runs: { map: plan.runs.map, carrying },
    steps: { map: plan.steps.map, carrying: allSteps * carried.length * freshSeeds.length },
  };
}

function pointsOf(runs: readonly RecordedRun[], rates: readonly number[]): RatePoint<RecordedRun>[] {
  const each = runs.length / rates.length;
  return rates.map((rate, i) => ratePoint(rate, runs.slice(i * each, (i + 1) * each)));
}
