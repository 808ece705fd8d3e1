import type { Features } from "../features";
import { recordRun, type RunSpec } from "../training";
import type { Executor } from "./run-sweep";
import { poolFor, threadCount, usesAllCores } from "./worker-pool";

/**
 * Trains on worker threads; in this thread where there is to be one only, or for the native TensorFlow.js backend,
 * which uses all cores by itself.
 *
 * @param engine  that of the runs
 * @param threads default `LR_LAB_THREADS`, else the processors that this process may use
 */
export function sweepExecutor(
  features: Features,
  engine: RunSpec["engine"],
  threads = threadCount(),
): Executor {
  if (usesAllCores(engine) || threads === 1) {
    return { threads: 1, run: (spec, { signal }) => recordRun(spec, features, { signal }) };
  }
  const pool = poolFor(features, engine.name, threads);
  return { threads: pool.threads, run: (spec, { signal }) => pool.record(spec, signal) };
}
