import { workerData } from "piscina";
import { InputError } from "../errors";
import type { Features } from "../features";
import { train, trainFused, type RunSpec, type SharedFeatures, type TrainedRun } from "../training";

/**
 * What a worker is given when it starts: the features, once, for all its runs; in shared memory for the fused
 * engine, copied for TensorFlow.js.
 */
const { features } = workerData as { features: Features | SharedFeatures };

/** A run, or why its spec was refused: an error would lose its class on the way between threads. */
export type Answer = TrainedRun | { readonly refused: string };

/** Trains one spec on this worker's own engine. */
export default async function run(spec: RunSpec): Promise<Answer> {
  try {
    return features.kind === "shared-features"
      ? await trainFused(spec, features)
      : await train(spec, features);
  } catch (error) {
    if (error instanceof InputError) return { refused: error.message };
    throw error;
  }
}
