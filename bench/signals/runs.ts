import {
  confirm,
  plannedSteps,
  runAll,
  runSpec,
  type Features,
  type Finding,
  type ModelSpec,
  type RunRecord,
  type RunSpec,
  type Schedule,
} from "../../src";
import { diverged, flat, isLower, overfit, standardError, trainLoss, validationLoss } from "./labels";
import { PLAN, SCHEDULES, type PlannedOptimizer } from "./plan";
import { seedsOf, type Problem } from "./problems";

/** What came of a setting, by rules that are not the signals'. */
export interface Labels {
  /** Final validation loss above the initial one: of this run. */
  readonly diverged: boolean;
  /** Half the rate lowers training and validation loss. */
  readonly tooHot: boolean;
  /** Not diverged, and no lower rate of the ladder lowers validation loss: nothing speaks against the rate. */
  readonly healthy: boolean;
  /** A replay of an epoch at half the rate, after a quarter of the steps, lowers training loss: of this run. */
  readonly overshot: boolean;
  /** Training loss ended a tenth below its start or more: of this run. */
  readonly learned: boolean;
  /** Training loss rose at no evaluation by more than a fiftieth of its start: of this run. */
  readonly smooth: boolean;
  /** Twice the rate lowers validation loss. */
  readonly slow: boolean;
  /** The best checkpoint beats the last: of this run. */
  readonly overfit: boolean;
  /** Neither the second half of the run nor twice the rate brings anything: of this run. */
  readonly flat: boolean;
}

/** A run of a setting, for signals to judge, and its labels. */
export interface Case {
  readonly problem: string;
  readonly optimizer: string;
  readonly model: ModelSpec["kind"];
  readonly schedule: string;
  readonly rate: number;
  readonly record: RunRecord;
  readonly labels: Labels;
}

/** All settings of a problem with some optimizers: every model, schedule and rate; of each the runs to judge. */
export async function casesOf(
  problem: Problem,
  optimizers: readonly PlannedOptimizer[],
  say: (what: string) => void,
): Promise<Case[]> {
  const cases: Case[] = [];
  for (const optimizer of optimizers) {
    const started = performance.now();
    // Features of its own for each optimizer: the runs that were made on them are forgotten with them.
    const features = { ...problem.features };
    for (const model of PLAN.models) {
      for (const schedule of Object.keys(SCHEDULES)) {
        cases.push(...(await ladder({ ...problem, features }, optimizer, model, schedule)));
      }
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    say(`${problem.name}, ${optimizer.name}: ${seconds} s`);
  }
  return cases;
}

/** The rates of one setting, a factor of 2 apart: the neighbours of each are its half and its double. */
async function ladder(
  problem: Problem,
  optimizer: PlannedOptimizer,
  model: ModelSpec,
  name: string,
): Promise<Case[]> {
  const { batchSize, epochs, octaves } = PLAN;
  const { features } = problem;
  const steps = plannedSteps(features, { batchSize, epochs });
  const seeds = seedsOf(problem);
  const rates = Array.from(
    { length: 2 * octaves + 3 },
    (_, i) => optimizer.middle[model.kind] * 2 ** (i - octaves - 1),
  );
  const specs = (schedule: Schedule): Promise<RunSpec[]> =>
    Promise.all(
      seeds.map((seed) =>
        runSpec(features, {
          schedule,
          model,
          optimizer: optimizer.spec,
          batchSize,
          epochs,
          seed,
          engine: "fused",
        }),
      ),
    );
  const plain = (await Promise.all(rates.map((rate) => specs(SCHEDULES[name](rate, steps))))).flat();
  const runs = await runAll(plain, features);
  const group = (i: number): typeof runs => runs.slice(i * seeds.length, (i + 1) * seeds.length);
  const losses = (i: number, of: (record: RunRecord) => number): number[] =>
    group(i).map(({ record }) => of(record));
  const validations = rates.map((_, i) => losses(i, validationLoss));
  const cases: Case[] = [];
  for (const [at, rate] of rates.entries()) {
    if (at === 0 || at === rates.length - 1) continue;
    const [train, validation] = [losses(at, trainLoss), validations[at]];
    const slow = isLower(validation, validations[at + 1]);
    const betterAtHalf = isLower(validation, validations[at - 1]);
    const tooHot = betterAtHalf && isLower(train, losses(at - 1, trainLoss));
    const lowerIsBetter = rates.some((_, i) => i < at && isLower(validation, validations[i]));
    for (const run of group(at).slice(0, PLAN.judged[problem.heldOut ? "heldOut" : "calibrated"])) {
      const { record } = run;
      const error = standardError(run, features);
      cases.push({
        problem: problem.name,
        optimizer: optimizer.name,
        model: model.kind,
        schedule: name,
        rate,
        record,
        labels: {
          diverged: diverged(record),
          tooHot,
          healthy: !diverged(record) && !lowerIsBetter,
          overshot: await isConfirmedAt(Math.round(PLAN.replayAfter * steps), record, features),
          learned: trainLoss(record) < LEARNED * record.evaluations[0].train.loss,
          smooth: isSmooth(record),
          slow,
          overfit: overfit(record, error),
          flat: !slow && flat(record, error),
        },
      });
    }
  }
  return cases;
}

const LEARNED = 0.9;
const SMOOTH = 0.02;

function isSmooth({ evaluations }: RunRecord): boolean {
  const losses = evaluations.map(({ train }) => train.loss);
  return losses.every((loss, i) => i === 0 || loss - losses[i - 1] <= SMOOTH * losses[0]);
}

/** Whether a replay from a checkpoint at half the rate lowers training loss, whatever any signal says. */
async function isConfirmedAt(step: number, { spec }: RunRecord, features: Features): Promise<boolean> {
  const claim: Finding = {
    signal: "overshoot",
    severity: "mild",
    steps: [step, step],
    warnedAt: step,
    values: {},
    meaning: "",
    advice: "",
  };
  return (await confirm(claim, spec, features)).outcome === "confirmed";
}
