import { workerData } from "piscina";
import type { Features } from "../features";
import { train, type RunSpec, type TrainedRun } from "../training";

/** What a worker is given when it starts: the features, once, for all its runs. */
const { features } = workerData as { features: Features };

/** Trains one spec on this worker's own TensorFlow.js. */
export default function run(spec: RunSpec): Promise<TrainedRun> {
  return train(spec, features);
}
