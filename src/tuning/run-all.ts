import type { Features } from "../features";
import { runId, train, type RunSpec, type TrainedRun } from "../training";
import { poolFor, threadCount, usesAllCores } from "./worker-pool";

/** How to watch and stop many runs. */
export interface RunAllOptions {
  /** Called after each run that was trained or found. */
  readonly onProgress?: (progress: { done: number; total: number; run: TrainedRun }) => void;
  /** Aborting it ends the work by throwing the signal's reason; finished runs stay known. */
  readonly signal?: AbortSignal;
  /** Runs side by side; default `LR_LAB_THREADS`, else the processors that this process may use. */
  readonly threads?: number;
  /** Train every run, also those that this process has trained before, and remember none; default false. */
  readonly fresh?: boolean;
}

/** Runs of these features in this process, under their ids. */
const cache = new WeakMap<Features, Map<string, Promise<TrainedRun>>>();

/**
 * Trains every spec, side by side on worker threads, and gives the runs in the order of the specs. A run is a pure
 * function of its spec: the result does not depend on the number of threads (`LR_LAB_THREADS`), and one that this
 * process has trained before is not trained again.
 *
 * @example const runs = await runAll(specs, features, { onProgress: ({ done }) => bar.update(done) });
 */
export async function runAll(
  specs: readonly RunSpec[],
  features: Features,
  options: RunAllOptions = {},
): Promise<TrainedRun[]> {
  const remembered = options.fresh === true ? undefined : cache.get(features);
  const known = remembered ?? new Map<string, Promise<TrainedRun>>();
  if (options.fresh !== true) cache.set(features, known);
  const missing = new Set(specs.map(runId).filter((id) => !known.has(id))).size;
  let done = 0;
  const finish = (run: TrainedRun): TrainedRun => {
    options.onProgress?.({ done: ++done, total: specs.length, run });
    return run;
  };
  const start = (spec: RunSpec, trainer: Trainer): Promise<TrainedRun> => {
    const id = runId(spec);
    const found = known.get(id);
    if (found !== undefined) return found;
    const run = trainer(spec, options.signal);
    known.set(id, run);
    // A run that was interrupted or failed is not remembered.
    run.catch(() => known.delete(id));
    return run;
  };
  const { threads = threadCount() } = options;
  if (missing > 1 && threads > 1 && !specs.some(({ engine }) => usesAllCores(engine))) {
    const there: Trainer = (spec, signal) => poolFor(features, spec.engine.name, threads).train(spec, signal);
    return Promise.all(specs.map((spec) => start(spec, there).then(finish)));
  }
  // One run, one thread, or the native backend, which uses all cores by itself: in this thread, in order.
  const here: Trainer = (spec, signal) => train(spec, features, { signal });
  const runs: TrainedRun[] = [];
  for (const spec of specs) runs.push(finish(await start(spec, here)));
  return runs;
}

type Trainer = (spec: RunSpec, signal?: AbortSignal) => Promise<TrainedRun>;
