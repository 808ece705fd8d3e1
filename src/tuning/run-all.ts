import type { Features } from "../features";
import { runId, train, type RunSpec, type TrainedRun } from "../training";

/** How to watch and stop many runs. */
export interface RunAllOptions {
  /** Called after each run that was trained or found. */
  readonly onProgress?: (progress: { done: number; total: number; run: TrainedRun }) => void;
  readonly signal?: AbortSignal;
}

/** Runs of these features in this process, under their ids. */
const cache = new WeakMap<Features, Map<string, TrainedRun>>();

/**
 * Trains every spec, in order, and gives the runs in that order. A run is a pure function of its spec, so one that
 * this process has trained before is not trained again.
 *
 * @example const runs = await runAll(specs, features, { onProgress: ({ done }) => bar.update(done) });
 */
export async function runAll(
  specs: readonly RunSpec[],
  features: Features,
  options: RunAllOptions = {},
): Promise<TrainedRun[]> {
  const known = cache.get(features) ?? new Map<string, TrainedRun>();
  cache.set(features, known);
  const runs: TrainedRun[] = [];
  for (const spec of specs) {
    const id = runId(spec);
    const run = known.get(id) ?? (await train(spec, features, { signal: options.signal }));
    known.set(id, run);
    runs.push(run);
    options.onProgress?.({ done: runs.length, total: specs.length, run });
  }
  return runs;
}
