import type { Features } from "../features";
import type { RunRecord } from "./run-record";
import type { RunSpec } from "./run-spec";
import type { ModelWeights } from "./weights";

/** What a run leaves: its record, its final weights and, outside the record, what the clock said. */
export interface TrainedRun {
  readonly record: RunRecord;
  readonly weights: ModelWeights;
  readonly seconds: number;
}

/** How to watch and stop a run; nothing here changes its result. */
export interface RunOptions {
  /** Called at each evaluation. */
  readonly onProgress?: (progress: { step: number; plannedSteps: number; loss: number }) => void;
  /** Aborting it ends the run at its next evaluation by throwing the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Turns a run's spec into its record. Engines are held to the same trajectory. */
export interface Engine {
  readonly name: RunSpec["engine"]["name"];
  run(spec: RunSpec, features: Features, options?: RunOptions): Promise<TrainedRun>;
}
