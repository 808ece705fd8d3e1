import { stabilityOf, type Arm } from "../evaluation";
import type { Features } from "../features";
import { predict, runId, type RecordedRun, type RunSpec } from "../training";
import type { GatePlan } from "./gate-plan";
import { keepRuns } from "./keep-runs";
import { lacking, recordAll, type RecordOptions } from "./record-all";
import { runAll } from "./run-all";
import { answersOf, keepAnswers, type RunStore } from "./store";

/** The arms of a gate: `again` is the baseline with other orders of the messages. */
export type GateArm = "baseline" | "candidate" | "again";

/** Runs of a gate's arms, and what those that are judged answer once the test split is opened. */
export interface GateRuns {
  readonly runs: Readonly<Record<GateArm, readonly RecordedRun[]>>;
  /** Opens the test split for an arm, and keeps the answers where there is a store. */
  open(arm: "baseline" | "candidate"): Promise<Arm>;
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
  seeds: readonly number[],
  options: RecordOptions,
): Promise<GateRuns> {
  const { store, onlyStored = false, ...running } = options;
  const specs = gateSpecs(plan, seeds);
  const judged = [...specs.baseline, ...specs.candidate];
  const known = new Map<string, KnownRun>();
  for (const spec of judged) {
    const id = runId(spec);
    const found = store && (await readKnown(store, plan.test.hash, id));
    if (found) {
      known.set(id, found);
      options.onProgress?.({ done: known.size, total: judged.length, run: found });
    }
  }
  const missing = judged.filter((spec) => !known.has(runId(spec)));
  if (missing.length > 0 && onlyStored && store) throw lacking(missing.map(runId), store);
  const trained = await runAll(missing, features, running);
  await keepRuns(store, trained);
  for (const run of trained) {
    const labels = (): ArrayLike<number> => predict(run.weights, features.splits.test.x).labels;
    known.set(run.record.id, { ...run, labels });
  }
  const again = await recordAll(specs.again, features, options);
  const arms = {
    baseline: specs.baseline.map((spec) => known.get(runId(spec)) as KnownRun),
    candidate: specs.candidate.map((spec) => known.get(runId(spec)) as KnownRun),
  };
  return {
    runs: { ...arms, again },
    async open(arm) {
      const labels = arms[arm].map((run) => run.labels());
      if (store !== undefined && !onlyStored) {
        for (const [i, { record }] of arms[arm].entries()) {
          if (answersOf(store.folder, plan.test.hash, record.id) === undefined) {
            await keepAnswers(store.folder, plan.test.hash, record.id, labels[i]);
          }
        }
      }
      return { labels, ...stabilityOf(arms[arm].map(({ record }) => record)) };
    },
  };
}

interface KnownRun extends RecordedRun {
  labels(): ArrayLike<number>;
}

async function readKnown(store: RunStore, test: string, id: string): Promise<KnownRun | undefined> {
  const found = await store.get(id);
  const labels = found && answersOf(store.folder, test, id);
  return labels && { record: found.record, seconds: found.seconds ?? NaN, labels: () => labels };
}
