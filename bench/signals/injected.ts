import { openRun, plannedSteps, runAll, runSpec, type RunRecord, type Schedule } from "../../src";
import { createRandom } from "../../src/data";
import { fromSpec, piecewise } from "../../src/schedules";
import { PLAN, SCHEDULES, type PlannedOptimizer } from "./plan";
import { seedsOf, type Problem } from "./problems";
import type { Case } from "./runs";

/** A healthy run with one step at many times its rate, and what that step did to the model. */
export interface Injected extends Pick<Case, "problem" | "optimizer"> {
  readonly record: RunRecord;
  /** The step at the other rate. */
  readonly step: number;
  /**
   * Whether it raised the loss over all training messages by a tenth of the initial one or more; null where it did a
   * little, and nobody could say whether that is a spike.
   */
  readonly raised: boolean | null;
}

const FACTORS = [10, 30, 100, 300];
/** The first step that may be one: after what the longest window needs. */
const EARLIEST = 52;
const EACH = 2;
const RAISED = 0.1;
const LITTLE = 0.02;

/** Two runs with an injected step for each healthy case at a constant rate. */
export async function injectedRuns(
  problem: Problem,
  optimizers: readonly PlannedOptimizer[],
  healthy: readonly Case[],
): Promise<Injected[]> {
  const { features } = problem;
  const { batchSize, epochs, models } = PLAN;
  const [seed] = seedsOf(problem);
  const random = createRandom(seed);
  const steps = plannedSteps(features, { batchSize, epochs });
  const chosen = healthy.filter((one) => one.problem === problem.name && one.schedule === "constant");
  const plans = [];
  for (const { rate, record, ...one } of chosen.flatMap((each) => Array<Case>(EACH).fill(each))) {
    const at = EARLIEST + random.int(steps - EARLIEST - 20);
    const factor = random.pick(FACTORS);
    const rule = optimizers.find(({ name }) => name === one.optimizer)?.spec;
    const model = models.find(({ kind }) => kind === one.model);
    const schedule = withStep(SCHEDULES.constant(rate, steps), steps, at, factor);
    const spec = await runSpec(features, {
      schedule,
      model,
      optimizer: rule,
      batchSize,
      epochs,
      seed: record.spec.seeds,
      engine: "fused",
    });
    plans.push({ spec, at, optimizer: one.optimizer });
  }
  const runs = await runAll(
    plans.map(({ spec }) => spec),
    features,
  );
  const injected: Injected[] = [];
  for (const [i, { spec, at, optimizer }] of plans.entries()) {
    const run = await openRun(spec, features);
    while (run.step < at) run.advance();
    const before = run.evaluate("train").score.loss;
    run.advance();
    const rise = run.evaluate("train").score.loss - before;
    run.close();
    const { record } = runs[i];
    const share = rise / record.evaluations[0].train.loss;
    // A loss that is no number rose.
    const raised = !(share < RAISED) ? true : share < LITTLE ? false : null;
    injected.push({ problem: problem.name, optimizer, record, step: at, raised });
  }
  return injected;
}

function withStep(schedule: Schedule, steps: number, at: number, factor: number): Schedule {
  const rates = Array.from({ length: steps }, (_, t) => schedule(t) * (t === at ? factor : 1));
  const changed = piecewise({ rates, boundaries: Array.from({ length: steps - 1 }, (_, t) => t + 1) });
  return fromSpec(changed.spec);
}
