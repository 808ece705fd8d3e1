import { WorkError } from "../errors";
import type { Features } from "../features";
import { runId, type RecordedRun, type RunSpec } from "../training";
import { runAll, type RunAllOptions } from "./run-all";
import type { RunStore } from "./store";
import { sweepExecutor } from "./sweep-executor";

/** How to record many runs: with a store, those that it holds are not trained again. */
export interface RecordOptions extends Omit<RunAllOptions, "onProgress"> {
  /** Called after each run that was trained or found. */
  readonly onProgress?: (progress: { done: number; total: number; run: RecordedRun }) => void;
  /** Where records are found, and where each is kept as soon as its run ends. */
  readonly store?: RunStore;
  /** Train nothing: a run that the store lacks is an error. */
  readonly onlyStored?: boolean;
}

/**
 * As {@link runAll}, for who needs the records and not the weights: what the store holds is read from it, the rest is
 * trained and put there run by run, so that an interruption loses none that had ended.
 *
 * @throws WorkError with `onlyStored`, where the store lacks a run
 */
export async function recordAll(
  specs: readonly RunSpec[],
  features: Features,
  options: RecordOptions = {},
): Promise<RecordedRun[]> {
  const { store, onlyStored = false, signal, threads, onProgress } = options;
  checkStore(options);
  if (store === undefined) return runAll(specs, features, options);
  let done = 0;
  const finish = (run: RecordedRun): RecordedRun => {
    onProgress?.({ done: ++done, total: specs.length, run });
    return run;
  };
  const runs: (RecordedRun | undefined)[] = [];
  for (const spec of specs) {
    signal?.throwIfAborted();
    const found = await store.get(runId(spec));
    runs.push(found && finish({ record: found.record, seconds: found.seconds ?? NaN }));
  }
  const missing = runs.flatMap((run, i) => (run === undefined ? [i] : []));
  if (missing.length > 0 && onlyStored)
    throw lacking(
      missing.map((i) => runId(specs[i])),
      store,
    );
  // One run alone is not worth a thread's start.
  const side = missing.length === 1 ? 1 : threads;
  const executors = specs.map(({ engine }) => sweepExecutor(features, engine, side));
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < missing.length) {
      const i = missing[next++];
      try {
        signal?.throwIfAborted();
        const run = await executors[i].run(specs[i], { signal });
        await store.put(run);
        runs[i] = finish(run);
      } catch (error) {
        // The other lanes begin no more.
        next = missing.length;
        throw error;
      }
    }
  };
  const lanes = Math.min(...missing.map((i) => executors[i].threads), missing.length);
  await Promise.all(Array.from({ length: lanes }, lane));
  return runs as RecordedRun[];
}

/** @throws WorkError where stored runs alone are asked for, and there is no store */
export function checkStore({ store, onlyStored = false }: RecordOptions): void {
  if (onlyStored && store === undefined) {
    throw new WorkError("only stored runs are asked for, and no store is given");
  }
}

/** What to say where a store lacks runs that were to be found in it. */
export function lacking(ids: readonly string[], { folder }: RunStore): WorkError {
  const first = ids[0].slice(0, 12);
  return new WorkError(
    ids.length === 1
      ? `run ${first} is not in the store ${folder}`
      : `${ids.length} runs are not in the store ${folder}, the first of them ${first}`,
  );
}
