import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dataset, Message } from "../../src/data";
import { sliceAccuracy, slicesOf, wrongLabelsLearned } from "../../src/evaluation";

const message = (split: Message["split"], slices: string[], intent = "a", cleanIntent?: string): Message => ({
  id: "",
  text: "t",
  intent,
  split,
  slices,
  ...(cleanIntent !== undefined && { cleanIntent }),
});
const datasetOf = (...messages: Message[]): Dataset => ({
  kind: "dataset",
  name: "made",
  hash: "",
  intents: ["a", "b", "c"],
  messages,
  warnings: [],
});

describe("slices", () => {
  const mixed = datasetOf(
    message("test", ["short"]),
    message("train", ["short", "typo"]),
    message("test", []),
    message("test", ["typo", "short"]),
    message("test", ["negation"]),
  );

  test("rows are positions among the split's messages; the largest first, then by name", () => {
    assert.deepEqual(slicesOf(mixed, "test"), [
      { name: "short", source: "data", rows: [0, 2] },
      { name: "negation", source: "data", rows: [3] },
      { name: "typo", source: "data", rows: [2] },
    ]);
    assert.deepEqual(slicesOf(mixed, "train"), [
      { name: "short", source: "data", rows: [0] },
      { name: "typo", source: "data", rows: [0] },
    ]);
    assert.deepEqual(slicesOf(mixed, "validation"), []);
  });

  test("accuracy on a slice counts its rows alone", () => {
    const slice = { name: "short", rows: [0, 2, 3] };
    assert.equal(sliceAccuracy(slice, [0, 1, 2, 0], Int32Array.of(0, 0, 1, 0)), 2 / 3);
  });
});

describe("wrongLabelsLearned", () => {
  const known = datasetOf(
    message("train", [], "a", "b"), // wrong label, learned
    message("test", [], "a", "b"),
    message("train", [], "b", "b"), // right label
    message("train", [], "c", "a"), // wrong label, the model says the clean one
    message("train", [], "c", "b"), // wrong label, the model says something else
    message("train", [], "b"), // nothing known
    message("train", [], "c", "a"), // wrong label, learned
  );

  test("the share of messages with a wrong label that are predicted with it", () => {
    assert.equal(wrongLabelsLearned(known, [0, 0, 0, 0, 1, 2]), 2 / 4);
  });

  test("NaN where no clean labels are known, or none is wrong", () => {
    assert.equal(wrongLabelsLearned(datasetOf(message("train", [], "a")), [0]), NaN);
    assert.equal(wrongLabelsLearned(datasetOf(message("train", [], "a", "a")), [0]), NaN);
  });
});
