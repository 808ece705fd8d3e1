import { stabilityOf, type Arm } from "../evaluation";
import type { Features } from "../features";
import { runId, type RecordedRun, type RunSpec } from "../training";
import type { GatePlan } from "./gate-plan";
import { keepGateAnswers, keptAnswers, type GateAnswers, type GateQuestions } from "./gate-questions";
import { checkStore, lacking, recordAll, type RecordOptions } from "./record-all";
import { runAll } from "./run-all";
import type { RunStore } from "./store";

/** The arms of a gate: `again` is the baseline with other orders of the messages. */
export type GateArm = "baseline" | "candidate" | "again";

/** Runs of a gate's arms, and what those that are judged answer once the test split is opened. */
export interface GateRuns {
  readonly runs: Readonly<Record<GateArm, readonly RecordedRun[]>>;
  /** Opens the test split for an arm, and keeps the answers where there is a store. */
  open(arm: "baseline" | "candidate"): Promise<OpenedArm>;
}

/** What is known of an arm once the test split is open. */
export interface OpenedArm extends Arm {
  /** Labels for the probes, seed by seed. */
  readonly asked: readonly ArrayLike<number>[];
}

/** Orders of the arm that differs in nothing else: far from any seed that a person writes. */
const OTHER_ORDER = 1_000_000_007;

/** The specs of a gate's arms for some of its seeds. */
export function gateSpecs(plan: GatePlan, seeds: readonly number[]): Record<GateArm, RunSpec[]> {
  const arm = (spec: RunSpec, order = 0): RunSpec[] =>
    seeds.map((seed) => ({ ...spec, seeds: { init: seed, order: seed + order } }));
  return {
    baseline: arm(plan.baseline),
    candidate: arm(plan.candidate),
    again: arm(plan.baseline, OTHER_ORDER),
  };
}

/**
 * Trains a gate's arms for some of its seeds. A run whose record and answers are in the store, because this gate was
 * carried out before, is not trained again.
 *
 * @throws WorkError with `onlyStored`, where the store lacks a run or its answers
 */
export async function trainGate(
  features: Features,
  plan: GatePlan,
  questions: GateQuestions,
  seeds: readonly number[],
  options: RecordOptions,
): Promise<GateRuns> {
  const { store, onlyStored = false, ...running } = options;
  checkStore(options);
  const specs = gateSpecs(plan, seeds);
  const judged = [...specs.baseline, ...specs.candidate];
  const known = new Map<string, KnownRun>();
  for (const spec of judged) {
    const id = runId(spec);
    const found = store && (await readKnown(store, questions, id));
    if (found) {
      known.set(id, found);
      options.onProgress?.({ done: known.size, total: judged.length, run: found });
    }
  }
  const missing = judged.filter((spec) => !known.has(runId(spec)));
  if (missing.length > 0 && onlyStored && store !== undefined) throw lacking(missing.map(runId), store);
  const trained = await runAll(missing, features, running);
  for (const run of trained) {
    await store?.put({ record: run.record, seconds: run.seconds });
    known.set(run.record.id, { ...run, answers: () => questions.ask(run) });
  }
  const again = await recordAll(specs.again, features, options);
  const arms = {
    baseline: specs.baseline.map((spec) => known.get(runId(spec)) as KnownRun),
    candidate: specs.candidate.map((spec) => known.get(runId(spec)) as KnownRun),
  };
  return {
    runs: { ...arms, again },
    async open(arm) {
      const answers = arms[arm].map((run) => run.answers());
      if (store !== undefined && !onlyStored) {
        for (const [i, { record }] of arms[arm].entries())
          await keepGateAnswers(store, questions, record.id, answers[i]);
      }
      return {
        labels: answers.map(({ test }) => test),
        asked: answers.map(({ probes }) => probes),
        ...stabilityOf(arms[arm].map(({ record }) => record)),
      };
    },
  };
}

interface KnownRun extends RecordedRun {
  answers(): GateAnswers;
}

/** A run whose record and answers the store has. */
async function readKnown(
  store: RunStore,
  questions: GateQuestions,
  id: string,
): Promise<KnownRun | undefined> {
  const found = await store.get(id);
  const answers = found && keptAnswers(store, questions, id);
  return answers && { record: found.record, seconds: found.seconds ?? NaN, answers: () => answers };
}
