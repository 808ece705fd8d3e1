import assert from "node:assert/strict";
import { test } from "node:test";
import { meanInterval } from "../../src/evaluation";
import type { RunRecord, TrainedRun } from "../../src/training";
import type { LearningRateFree, RatePoint } from "../../src/tuning";
import { sayLearningRateFree } from "../../src/writeup";

function point(scores: Readonly<Record<number, number>>, diverged = 0): RatePoint {
  const runs = Object.entries(scores).map(([seed, macroF1]): TrainedRun => {
    const record = {
      spec: { seeds: { init: Number(seed), order: Number(seed) } },
      evaluations: [{ validation: { macroF1 } }],
    } as unknown as RunRecord;
    return { record, weights: {} as TrainedRun["weights"], seconds: 1 };
  });
  const macroF1 = meanInterval(Object.values(scores));
  return { rate: 1, runs, diverged, loss: macroF1, accuracy: macroF1, macroF1 };
}

const free = (at: RatePoint, found = [0.012, 0.0141, 0.0131]): LearningRateFree =>
  ({ kind: "learning-rate-free", point: at, found }) as unknown as LearningRateFree;
const tuned = (at: RatePoint, name = "cosine from 0.8") => ({ name, point: at, searchRuns: 45 });

test("both figures, what each cost, the paired difference, and the rate that was found", () => {
  // Differences of .010, .020 and .015 to the tuned one: mean -.015, s .005; t(2) = 4.3027.
  const text = sayLearningRateFree(
    free(point({ 1: 0.8, 2: 0.81, 3: 0.805 })),
    tuned(point({ 3: 0.82, 1: 0.81, 2: 0.83 })),
  );
  assert.match(text, /^Without a search Prodigy.* gets \*\*80\.5%\*\* of validation macro-F1 in 3 runs;/);
  assert.match(text, /cosine from 0\.8, for which 45 runs searched, gets 82\.0%\./);
  assert.match(
    text,
    /Over the same 3 seeds that is −1\.5 points \(95% interval −2\.7 to −0\.3\) for Prodigy: the search was worth its runs\./,
  );
  assert.match(
    text,
    /It ended at the rate 0\.0131 \(0\.012 to 0\.0141 over seeds\), in steps of Adam's kind/,
  );
  assert.match(text, /is not chosen from them\.$/);
});

test("what is better, or not shown to differ, is said so", () => {
  const low = point({ 1: 0.7, 2: 0.71, 3: 0.7 });
  const better = sayLearningRateFree(free(point({ 1: 0.8, 2: 0.81, 3: 0.805 })), tuned(low));
  assert.match(better, /\+\d+\.\d points .* for Prodigy: the search did not find as good a setting\./);
  const even = sayLearningRateFree(free(point({ 1: 0.7, 2: 0.7, 3: 0.71 })), tuned(low));
  assert.match(even, /: not shown to differ\./);
});

test("seeds that only one has take no part; without a shared one, or with one, there is no interval", () => {
  const at = point({ 1: 0.8, 2: 0.9, 3: 0.4 });
  const some = sayLearningRateFree(free(at), tuned(point({ 1: 0.7, 2: 0.8, 9: 0.1 })));
  assert.match(some, /Over the shared 2 seeds that is \+10\.0 points/);
  const other = sayLearningRateFree(free(at), tuned(point({ 7: 0.6, 8: 0.6 })));
  assert.match(other, /That is \+10\.0 points for Prodigy, on other seeds: no interval\./);
  const one = sayLearningRateFree(free(point({ 1: 0.8 }), [0.01]), tuned(point({ 1: 0.7 })));
  assert.match(one, /in 1 run;/);
  assert.match(one, /\+10\.0 points \(one seed: no interval\) for Prodigy\. It ended at the rate 0\.01, in/);
});

test("diverged runs are counted, and a name cannot become markup", () => {
  const text = sayLearningRateFree(
    free(point({ 1: 0.8, 2: 0.1 }, 1), [0.01, 2]),
    tuned(point({ 1: 0.8, 2: 0.8 }), "<img src=x> `c`"),
  );
  assert.match(text, /in 2 runs \(1 of 2 runs diverged\);/);
  assert.doesNotMatch(text, /<img|`/);
});
