import { workerData } from "piscina";
import { InputError } from "../errors";
import type { Features } from "../features";
import { train, type RunSpec, type TrainedRun } from "../training";

/** What a worker is given when it starts: the features, once, for all its runs. */
const { features } = workerData as { features: Features };

/** A run, or why its spec was refused: an error would lose its class on the way between threads. */
export type Answer = TrainedRun | { readonly refused: string };

/** Trains one spec on this worker's own TensorFlow.js. */
export default async function run(spec: RunSpec): Promise<Answer> {
  try {
    return await train(spec, features);
  } catch (error) {
    if (error instanceof InputError) return { refused: error.message };
    throw error;
  }
}
