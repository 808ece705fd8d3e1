import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom, type Dataset, type Message } from "../../src/data";
import { findFlips, pairedDifference } from "../../src/evaluation";
import { accuracy } from "../../src/metrics";
import { inputError } from "../data/fixtures";

const INTENTS = ["a", "b", "c"];
const TRUTH = [0, 0, 1, 1, 2];
const dataset: Dataset = {
  kind: "dataset",
  name: "made",
  hash: "",
  intents: INTENTS,
  messages: [
    { id: "train", text: "not looked at", intent: "a", split: "train", slices: [] } satisfies Message,
    ...TRUTH.map(
      (label, row): Message => ({
        id: `m${row}`,
        text: `text ${row}`,
        intent: INTENTS[label],
        split: "test",
        slices: [],
      }),
    ),
  ],
  warnings: [],
};

describe("findFlips", () => {
  // Right: message 0 and 1 are a, 2 and 3 are b, 4 is c.
  const baseline = [
    [0, 0, 1, 0, 2],
    [0, 0, 1, 0, 2],
    [0, 1, 1, 0, 0],
  ];
  const candidate = [
    [1, 0, 1, 1, 0],
    [2, 0, 1, 1, 2],
    [2, 0, 1, 0, 2],
  ];
  const flips = findFlips({ dataset, truth: TRUTH, baseline, candidate });

  test("counts each message over the seeds, both ways", () => {
    assert.deepEqual(flips.perMessage, { negative: [3, 0, 0, 0, 1], positive: [0, 1, 0, 2, 1] });
  });

  test("rates are shares of all messages, over the pairs of runs", () => {
    // Seed by seed 2, 1 and 1 of 5 messages break, and 1, 1 and 2 are mended.
    assert.deepEqual([flips.seeds, flips.messages], [3, 5]);
    assert.ok(Math.abs(flips.negative.mean - 4 / 15) < 1e-12);
    assert.ok(Math.abs(flips.positive.mean - 4 / 15) < 1e-12);
    // Student's interval of .4, .2, .2: mean +- 4.302653 x .11547 / sqrt(3).
    assert.ok(
      Math.abs(flips.negative.high - (4 / 15 + (4.302653 * Math.sqrt(0.04 / 3)) / Math.sqrt(3))) < 1e-6,
    );
  });

  test("what retraining alone does: the same rate between runs of the baseline", () => {
    // Of the six ordered pairs only those into the third run flip, messages 1 and 4: 2/5, twice.
    assert.ok(Math.abs((flips.betweenSeeds as number) - (2 * 0.4) / 6) < 1e-12);
    const one = findFlips({ dataset, truth: TRUTH, baseline: [baseline[0]], candidate: [candidate[0]] });
    assert.equal(one.betweenSeeds, null);
    assert.deepEqual([one.negative.low, one.negative.high], [-Infinity, Infinity]);
  });

  test("a message is broken when more than half of the seeds flip it; with the commonest new answer", () => {
    assert.deepEqual(flips.broken, [
      { row: 0, id: "m0", text: "text 0", intent: "a", before: "a", after: "c", seeds: 3 },
    ]);
    assert.deepEqual(flips.mended, [
      { row: 3, id: "m3", text: "text 3", intent: "b", before: "a", after: "b", seeds: 2 },
    ]);
    // Half is not most.
    const even = findFlips({
      dataset,
      truth: TRUTH,
      baseline: baseline.slice(0, 2),
      candidate: [candidate[0], candidate[1].map((label, row) => (row === 0 ? 0 : label))],
    });
    assert.deepEqual(even.broken, []);
  });

  test("by intent, messages a run, the most broken first", () => {
    assert.deepEqual(flips.byIntent, [
      { intent: "a", messages: 2, negative: 1, positive: 1 / 3 },
      { intent: "c", messages: 1, negative: 1 / 3, positive: 1 / 3 },
      { intent: "b", messages: 2, negative: 0, positive: 2 / 3 },
    ]);
  });

  test("positive minus negative flips are the gain in accuracy, on any labels", () => {
    const random = createRandom(5);
    const labels = (): number[][] => [1, 2, 3, 4].map(() => TRUTH.map(() => random.int(3)));
    for (let i = 0; i < 50; i++) {
      const [before, after] = [labels(), labels()];
      const found = findFlips({ dataset, truth: TRUTH, baseline: before, candidate: after });
      const score = (runs: number[][]): number[] => runs.map((run) => accuracy(TRUTH, run));
      const gain = pairedDifference(score(before), score(after)).mean;
      assert.ok(Math.abs(found.positive.mean - found.negative.mean - gain) < 1e-12);
      const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
      assert.equal(
        total(found.perMessage.negative),
        Math.round(4 * found.byIntent.reduce((sum, { negative }) => sum + negative, 0)),
      );
    }
  });

  test("identical predictions flip nothing", () => {
    const same = findFlips({ dataset, truth: TRUTH, baseline, candidate: baseline });
    assert.deepEqual([same.negative.mean, same.positive.mean], [0, 0]);
    assert.deepEqual([same.broken, same.mended], [[], []]);
  });

  test("arms that are not pairs, lists that do not fit and labels that are no intents are refused", () => {
    const find = (change: object) => () =>
      findFlips({ dataset, truth: TRUTH, baseline, candidate, ...change });
    assert.throws(find({ candidate: candidate.slice(1) }), inputError("paired by seed", "3 and 2"));
    assert.throws(find({ baseline: [], candidate: [] }), inputError("at least one"));
    assert.throws(find({ truth: [0] }), inputError("truth must have a label for each of the 5", "found 1"));
    assert.throws(
      find({ candidate: [candidate[0], [0, 0, 0, 0, 3], candidate[2]] }),
      inputError("candidate[1][4]", "0 to 2, found 3"),
    );
    assert.throws(find({ split: "validation" }), inputError("no messages"));
  });
});
