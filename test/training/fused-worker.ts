// A thread that shares features with the test that started it: it answers questions about the memory, and trains.
import { parentPort, workerData } from "node:worker_threads";
import type { RunSpec, SharedFeatures } from "../../src/training";
import { fingerprint } from "./fused-parts";

/** What the test asks. */
export type Question =
  | { readonly read: number }
  | { readonly write: number; readonly value: number }
  | { readonly train: readonly RunSpec[] };

const { features } = workerData as { features: SharedFeatures };

parentPort?.on("message", (question: Question) => {
  const cell = (address: number): Float32Array => new Float32Array(features.memory.buffer, address, 1);
  if ("read" in question) return parentPort!.postMessage(cell(question.read)[0]);
  if ("write" in question) {
    cell(question.write)[0] = question.value;
    return parentPort!.postMessage("written");
  }
  void (async () => {
    const found: string[] = [];
    for (const spec of question.train) found.push(await fingerprint(spec, features));
    parentPort!.postMessage(found);
  })();
});
