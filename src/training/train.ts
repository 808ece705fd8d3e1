import type { Features } from "../features";
import type { RecordedRun, RunOptions, TrainedRun } from "./engine";
import type { RunSpec } from "./run-spec";
import { fusedEngine, recordFused } from "./fused/engine";
import { shareFeatures } from "./fused/shared-features";
import { tfjsEngine } from "./tfjs/engine";

/**
 * Runs a spec on the engine that it names: the same spec gives the same record.
 *
 * @throws InputError when the spec was made for other features, another build or another backend
 * @example const { record } = await train(await runSpec(features, { schedule: 0.1 }), features);
 */
export function train(spec: RunSpec, features: Features, options?: RunOptions): Promise<TrainedRun> {
  const engine = spec.engine.name === "fused" ? fusedEngine : tfjsEngine;
  return engine.run(spec, features, options);
}

/** As {@link train}, for who needs the record and not the weights: nothing is copied that would be thrown away. */
export async function recordRun(
  spec: RunSpec,
  features: Features,
  options?: RunOptions,
): Promise<RecordedRun> {
  if (spec.engine.name === "fused") return recordFused(spec, shareFeatures(features), options);
  const { record, seconds } = await tfjsEngine.run(spec, features, options);
  return { record, seconds };
}
