// A data set of which every test message has a column of its own, so that a linear model can say anything.
import type { Dataset, Message } from "../../src/data";
import type { Features } from "../../src/features";
import type { TrainedRun } from "../../src/training";
import { recordOf } from "../signals/records";
import { featuresOf } from "../training/helpers";

export const TEST_MESSAGES = 60;
const CLASSES = 3;

const train: Message[] = ["a", "b", "c"].map((intent, i) => ({
  id: `train-${i}`,
  text: intent,
  intent,
  split: "train",
  slices: [],
}));
const tested = Array.from(
  { length: TEST_MESSAGES },
  (_, i): Message => ({
    id: `test-${i}`,
    text: `message ${i}`,
    intent: "abc"[i % CLASSES],
    split: "test",
    slices: [...(i < 24 ? ["large"] : []), ...(i >= 50 ? ["small"] : [])],
  }),
);
export const dataset: Dataset = {
  kind: "dataset",
  name: "synthetic",
  hash: "d".repeat(64),
  intents: ["a", "b", "c"],
  messages: [...train, ...tested],
  warnings: [],
};
const rows = {
  indptr: Array.from({ length: TEST_MESSAGES + 1 }, (_, i) => i),
  indices: tested.map((_, i) => i),
  values: tested.map(() => 1),
  y: tested.map((_, i) => i % CLASSES),
};
export const features: Features = featuresOf(TEST_MESSAGES, CLASSES, rows, rows);

/** A run that gets the given test messages wrong and has the given validation losses. */
export function runOf(
  wrong: readonly number[],
  validation: readonly number[],
  options: { seed?: number; status?: "done" | "diverged" } = {},
): TrainedRun {
  const values = new Float32Array(TEST_MESSAGES * CLASSES);
  for (let i = 0; i < TEST_MESSAGES; i++) {
    values[i * CLASSES + ((i + (wrong.includes(i) ? 1 : 0)) % CLASSES)] = 1;
  }
  const seed = options.seed ?? 1;
  return {
    record: recordOf(
      validation.map((_, i) => 2 - i / 10),
      validation,
      { status: options.status, spec: { features: features.hash, seeds: { init: seed, order: seed } } },
    ),
    weights: {
      kind: "model-weights",
      model: { kind: "linear" },
      arrays: [
        { name: "output", shape: [TEST_MESSAGES, CLASSES], values },
        { name: "output bias", shape: [CLASSES], values: new Float32Array(CLASSES) },
      ],
    },
    seconds: 1,
  };
}
