import { workerData } from "piscina";
import { InputError } from "../errors";
import type { Features } from "../features";
import {
  recordFused,
  recordRun,
  train,
  trainFused,
  type RecordedRun,
  type RunSpec,
  type SharedFeatures,
  type TrainedRun,
} from "../training";

/**
 * What a worker is given when it starts: the features, once, for all its runs; in shared memory for the fused
 * engine, copied for TensorFlow.js.
 */
const { features } = workerData as { features: Features | SharedFeatures };

/** What a worker is asked: to train a spec, and whether to send the weights too. */
export interface Task {
  readonly spec: RunSpec;
  readonly weights: boolean;
}

/** A run, or why its spec was refused: an error would lose its class on the way between threads. */
export type Answer = TrainedRun | RecordedRun | { readonly refused: string };

/** Trains one spec on this worker's own engine. */
export default async function run({ spec, weights }: Task): Promise<Answer> {
  try {
    return features.kind === "shared-features"
      ? await (weights ? trainFused : recordFused)(spec, features)
      : await (weights ? train : recordRun)(spec, features);
  } catch (error) {
    if (error instanceof InputError) return { refused: error.message };
    throw error;
  }
}
