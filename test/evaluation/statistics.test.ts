// Against SciPy 1.17.1: stats.t.interval, stats.ttest_rel(...).confidence_interval, stats.spearmanr.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { meanInterval, median, pairedDifference, spearman, type Estimate } from "../../src/evaluation";
import { inputError } from "../data/fixtures";

const a = [3.1, 2.4, 5.9, 4.2, 4.4];
const b = [3.9, 2.2, 7, 4.9, 5.1];

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-8, `${found} instead of ${expected}`);
}
function nearEstimate(found: Estimate, mean: number, low: number, high: number, count: number): void {
  near(found.mean, mean);
  near(found.low, low);
  near(found.high, high);
  assert.equal(found.count, count);
}

describe("meanInterval", () => {
  test("Student's interval as SciPy's", () => {
    nearEstimate(meanInterval(a), 4, 2.336448250110185, 5.663551749889815, 5);
    nearEstimate(meanInterval(a, 0.9), 4, 2.7226697026167095, 5.27733029738329, 5);
    nearEstimate(meanInterval([1, 2]), 1.5, -4.853102368087347, 7.853102368087347, 2);
    const thirty = Array.from({ length: 30 }, (_, i) => i + 1);
    nearEstimate(meanInterval(thirty, 0.999), 15.5, 9.618329333207011, 21.381670666793056, 30);
  });

  test("one value says nothing of the spread; equal values leave none; no values are refused", () => {
    assert.deepEqual(meanInterval([3]), { mean: 3, low: -Infinity, high: Infinity, count: 1 });
    assert.deepEqual(meanInterval([2, 2, 2]), { mean: 2, low: 2, high: 2, count: 3 });
    assert.throws(() => meanInterval([]), inputError("no values"));
  });
});

describe("pairedDifference", () => {
  test("of b - a, as SciPy's paired test", () => {
    nearEstimate(pairedDifference(a, b), 0.62, 0.015525113994651285, 1.2244748860053485, 5);
    nearEstimate(pairedDifference(a, b, 0.99), 0.62, -0.3823824052227507, 1.6223824052227505, 5);
    nearEstimate(pairedDifference(b, a), -0.62, -1.2244748860053485, -0.015525113994651285, 5);
  });

  test("arms of different length are refused", () => {
    assert.throws(() => pairedDifference(a, [1]), inputError("different length", "5 and 1"));
  });
});

describe("spearman", () => {
  test("as SciPy's, with ties at their mean rank", () => {
    near(spearman([1, 2, 2, 4, 5, 7, 7, 7], [2, 1, 3, 3, 8, 6, 9, 9]), 0.8759284757666266);
    near(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 0.8207826816681233);
    near(spearman([1, 2, 3], [3, 2, 1]), -1);
  });

  test("values within the noise of a run's first are ties", () => {
    // 1.6 is within .5 of 1.3, but not of 1, where its run begins.
    near(spearman([1, 1.3, 1.6, 3, 4], [1, 1, 3, 5, 4], 0.5), spearman([1, 1, 1.6, 3, 4], [1, 1, 3, 5, 4]));
    near(spearman([1, 1.3, 1.6, 3, 4], [10, 20, 30, 50, 40], 0.5), 0.8720815992723809);
  });

  test("infinite losses rank last and tie; NaN, all ties and short lists are refused", () => {
    near(spearman([1, 2, Infinity, Infinity], [1, 2, 9, 9]), 1);
    near(spearman([-Infinity, 0, Infinity], [1, 2, 3]), 1);
    assert.throws(() => spearman([1, NaN], [1, 2]), inputError("NaN"));
    assert.throws(() => spearman([1, 1], [1, 2]), inputError("all ties"));
    assert.throws(() => spearman([1, 1.1], [1, 2], 0.5), inputError("all ties"));
    assert.throws(() => spearman([1], [1]), inputError("2 or more"));
    assert.throws(() => spearman([1, 2], [1]), inputError("same length"));
  });
});

test("median: the middle value, or the mean of the two", () => {
  assert.equal(median([5, 1, 100]), 5);
  assert.equal(median([4, 1, 100, 2]), 3);
  assert.equal(median([7]), 7);
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2], "the list is left as it was");
});
