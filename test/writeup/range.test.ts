import assert from "node:assert/strict";
import { test } from "node:test";
import { rangeChart } from "../../src/charts";
import { findingOfRange, ladderRows, sayRangeTest } from "../../src/writeup";
import { ladderOf, rangeTestOf } from "../tuning/range-parts";

test("the sentences carry the rate, its interval, what the walks showed and the cost", () => {
  const text = sayRangeTest(rangeTestOf());
  assert.match(text, /from 0\.003 to 100, validation loss fell to 1\.0\d nats/);
  assert.match(text, /label[s]? are gives 2\.90.*middle one of 3 walks broke at 2\.5/);
  assert.match(text, /is \*\*0\.19\*\* \(95% interval 0\.16 to 0\.23, 3 seeds\): whole runs at lower/);
  assert.match(text, /cost 15 runs: 3 walks, whose guess was 0\.15, and 12 whole runs at 4 rates/);
});

test("walks alone are told to be confirmed; one seed has no interval; no break is said", () => {
  const test = rangeTestOf({
    ladder: [],
    answer: { rate: 0.2, low: null, high: null },
    runs: 1,
    breaksAt: null,
  });
  const text = sayRangeTest({ ...test, walks: test.walks.slice(0, 1) });
  assert.match(text, /one seed: no interval/);
  assert.match(text, /the walk did not break up to 100/);
  assert.match(text, /1 walk alone.*confirm it/);
  assert.match(rangeChart(test).answer, /one seed: no interval; walks alone.*The walks did not break\.$/);
});

test("no clear answer suggests no rate", () => {
  const test = rangeTestOf({
    ladder: [],
    answer: null,
    guess: null,
    runs: 3,
    reason: "no clear answer: flat",
  });
  assert.match(
    sayRangeTest(test),
    /^\*\*No rate is suggested\*\*: no clear answer: flat\.\n\n.*3 runs\. No whole/,
  );
  assert.deepEqual(findingOfRange(test), {
    title: "Range test",
    chosen: "no clear answer",
    evidence: "flat",
  });
  assert.equal(rangeChart(test).answer, "No clear answer: flat.");
});

test("an edge is said in the sentences, the finding and on the chart", () => {
  const high = rangeTestOf({
    edge: "high",
    reason: "the highest rate that was tried is the best: look further",
  });
  assert.match(sayRangeTest(high), /: but the highest rate that was tried/);
  assert.match(findingOfRange(high).evidence, /at the high edge/);
  assert.match(rangeChart(high).alt, /At the high edge/);
  assert.match(rangeChart(rangeTestOf({ edge: "stability" })).answer, /At the edge of stability/);
  // 80.0% + .02 - .1 x log2(.2 / .19)^2, the middle seed.
  assert.match(findingOfRange(high).evidence, /macro-F1 81\.9% at the best rate tried/);
});

test("a row a rate that was tried", () => {
  const rows = ladderRows(
    rangeTestOf({ ladder: ladderOf([0.1, 1], 0.1, { diverged: (rate) => (rate === 1 ? 2 : 0) }) }),
  );
  assert.deepEqual(
    rows.map((row) => [row.rate, row["macro-F1 %"], row["diverged runs"]]),
    [
      [0.1, 82, 0],
      [1, rows[1]["macro-F1 %"], 2],
    ],
  );
});
