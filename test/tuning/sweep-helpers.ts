// What the tests of sweeps share: a store in memory, an executor that trains nothing, and a plan.
import { createRandom } from "../../src/data";
import type { Features } from "../../src/features";
import { runId, runSpec, type RunRecord, type RunSpec, type TrainedRun } from "../../src/training";
import {
  engineChoice,
  planSweep,
  readSweep,
  type Executor,
  type RunStore,
  type StoredRun,
  type SweepPlan,
} from "../../src/tuning";
import { smallFeatures } from "../training/helpers";

export const features: Features = smallFeatures();

/** The plan of a sweep file, given as what it holds. */
export async function planOf(json: object): Promise<SweepPlan> {
  const sweep = readSweep(JSON.stringify(json), "s.json");
  const template = await runSpec(features, { schedule: 1, engine: engineChoice(sweep.base) });
  return planSweep(sweep, { features, template, dataFile: "small.csv" });
}

export interface MemoryStore extends RunStore {
  readonly runs: Map<string, StoredRun>;
  readonly asked: string[];
}

export function memoryStore(): MemoryStore {
  const runs = new Map<string, StoredRun>();
  const asked: string[] = [];
  return {
    folder: "memory",
    runs,
    asked,
    get: (id) => {
      asked.push(id);
      return Promise.resolve(runs.get(id));
    },
    put: (run) => {
      runs.set(run.record.id, run);
      return Promise.resolve();
    },
    ids: () => Promise.resolve([...runs.keys()]),
  };
}

/** A record with made-up scores: a loss that `lossOf` says, or one drawn from the run's id. */
export function fakeRecord(spec: RunSpec, lossOf?: (spec: RunSpec) => number): RunRecord {
  const id = runId(spec);
  const loss = lossOf?.(spec) ?? createRandom(parseInt(id.slice(0, 8), 16)).next();
  const score = { loss, accuracy: 1 / (1 + loss), macroF1: 1 / (2 + loss) };
  return {
    kind: "run-record",
    id,
    spec,
    status: Number.isFinite(loss) ? "done" : "diverged",
    steps: 10,
    plannedSteps: 10,
    curve: { loss: [], rate: [], gradientNorm: [], updateRatio: [], overshoot: [] },
    evaluations: [{ step: 10, epoch: 1, rate: 0, train: score, validation: score }],
    predictions: { train: [], validation: [] },
  };
}

export function fakeRun(record: RunRecord): TrainedRun {
  return { record, seconds: 0.5, weights: { kind: "model-weights", model: { kind: "linear" }, arrays: [] } };
}

/** Trains nothing; rejects when the signal aborts. `trained` lists the ids in the order of their starts. */
export function fakeExecutor(
  threads: number,
  { lossOf, ms = 1 }: { lossOf?: (spec: RunSpec) => number; ms?: number } = {},
): Executor & { trained: string[]; most: number } {
  let running = 0;
  const executor = {
    threads,
    trained: [] as string[],
    most: 0,
    run: (spec: RunSpec, { signal }: { signal?: AbortSignal }): Promise<TrainedRun> => {
      executor.trained.push(runId(spec));
      executor.most = Math.max(executor.most, ++running);
      return new Promise<TrainedRun>((resolve, reject) => {
        const abort = (): void => {
          clearTimeout(timer);
          reject(signal?.reason as Error);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener("abort", abort);
          resolve(fakeRun(fakeRecord(spec, lossOf)));
        }, ms);
        if (signal?.aborted) abort();
        signal?.addEventListener("abort", abort, { once: true });
      }).finally(() => running--);
    },
  };
  return executor;
}
