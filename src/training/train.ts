import type { Features } from "../features";
import type { RunOptions, TrainedRun } from "./engine";
import type { RunSpec } from "./run-spec";
import { tfjsEngine } from "./tfjs/engine";

/**
 * Runs a spec on the engine that it names: the same spec gives the same record.
 *
 * @throws InputError when the spec was made for other features, another backend or another build
 * @example const { record } = await train(await runSpec(features, { schedule: 0.1 }), features);
 */
export function train(spec: RunSpec, features: Features, options?: RunOptions): Promise<TrainedRun> {
  return tfjsEngine.run(spec, features, options);
}
