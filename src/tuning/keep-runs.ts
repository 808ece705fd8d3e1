import type { TrainedRun } from "../training";
import type { RunStore } from "./store";

/** Puts the records of trained runs into a store, where there is one. */
export async function keepRuns(store: RunStore | undefined, runs: readonly TrainedRun[]): Promise<void> {
  if (store === undefined) return;
  for (const { record, seconds } of runs) await store.put({ record, seconds });
}
