import assert from "node:assert/strict";
import { test } from "node:test";
import { datasetFromCsv, loadDataset, summarise } from "../../src/data";
import { fixture } from "./fixtures";

test("summarise counts splits, intents, slices and wrong labels", async () => {
  const summary = summarise(await loadDataset(fixture("support.csv")));
  assert.deepEqual(summary.messages, { train: 2, validation: 2, test: 2, total: 6 });
  assert.deepEqual(summary.intents, [
    { intent: "order_status", train: 1, validation: 1, test: 1, total: 3 },
    { intent: "refund", train: 1, validation: 1, test: 1, total: 3 },
  ]);
  assert.deepEqual(summary.slices, [
    { slice: "digits", train: 1, validation: 0, test: 0, total: 1 },
    { slice: "negation", train: 1, validation: 0, test: 0, total: 1 },
    { slice: "short", train: 1, validation: 1, test: 2, total: 4 },
  ]);
  assert.deepEqual(summary.wrongLabels, { train: 1, validation: 0, test: 0, total: 1 });
});

test("lengths are quantiles in characters; an emoji is one", () => {
  const texts = ["👟", "ab", "abc", "abcd", "abcde"];
  const splits = ["train", "train", "dev", "test", "train"];
  const csv = ["text,intent,split", ...texts.map((text, i) => `${text},${i % 2 ? "x" : "y"},${splits[i]}`)];
  const summary = summarise(datasetFromCsv(csv.join("\n")));
  assert.deepEqual(summary.textLength, { min: 1, q05: 1, q25: 2, median: 3, q75: 4, q95: 5, max: 5 });
  assert.equal(summary.wrongLabels, null);
});
