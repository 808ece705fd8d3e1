import assert from "node:assert/strict";
import { test } from "node:test";
import type { Estimate, Invariance, InvarianceTest } from "../../src/evaluation";
import { flipRows, invarianceRows, sayFlips, sayInvariance, sayMemorisation } from "../../src/writeup";
import { flipsOf, ledgerOf, memorisationRun } from "../charts/edge-examples";

const around = (mean: number, half = 0.01): Estimate => ({
  mean,
  low: mean - half,
  high: mean + half,
  count: 4,
});
const HOSTILE = "<img src=x onerror=alert(1)> [a](javascript:b) `c`";

test("flips: both rates, what retraining alone does, how many break again, and where", () => {
  const flips = flipsOf([
    { intent: "width_fit", negative: 5, positive: 2 },
    { intent: "complaint", negative: 1, positive: 0 },
  ]);
  const text = sayFlips(flips, "cosine", "fixed");
  // 6 and 2 of 200 messages a run.
  assert.match(
    text,
    /^Of 200 messages cosine gets \*\*3\.0% \(95% interval 2\.8% to 3\.2%\) wrong that fixed got right\*\*/,
  );
  assert.match(text, /and 1\.0% \(95% interval 0\.8% to 1\.2%\) right that it got wrong\./);
  assert.match(
    text,
    /with other seeds break 0\.4% \(the pairs share theirs\): the change breaks more than retraining with another seed/,
  );
  assert.match(text, /\*\*7 messages\*\* break with more than half of the 4 seeds, 0 are mended\./);
  assert.match(text, /Most broken a run: width fit \(5\.0 of 100\) and complaint \(1\.0 of 100\)\.$/);
  assert.match(
    sayFlips({ ...flips, betweenSeeds: 0.029 }, "cosine", "fixed"),
    /not shown to break more than retraining/,
  );
  const one = sayFlips(
    { ...flips, seeds: 1, betweenSeeds: null, negative: around(0.03, Infinity) },
    "cosine",
    "fixed",
  );
  assert.match(one, /3\.0% \(one seed: no interval\).*One seed cannot tell/);
  assert.doesNotMatch(one, /retraining|seed alone/);
});

test("flips: nothing flips; text from data cannot become markup", () => {
  const none = flipsOf([{ intent: "a", negative: 0, positive: 0 }], 0);
  assert.match(sayFlips(none, "cosine", "fixed"), /\*\*no message flips\*\*/);
  const text = sayFlips(flipsOf([{ intent: HOSTILE, negative: 5, positive: 2 }]), HOSTILE, "fixed");
  assert.doesNotMatch(text, /<img|\]\(|`/);
});

test("flips: the broken messages as rows, no more than asked for", () => {
  const rows = flipRows(flipsOf([{ intent: "width_fit", negative: 5, positive: 2 }]), 2);
  assert.deepEqual(rows[1], {
    message: "test-1",
    text: "message 1",
    "before (right)": "width_fit",
    "now (wrong)": "size_advice",
    seeds: "3 of 4",
  });
  assert.equal(rows.length, 2);
});

const tested = (
  perturbation: string,
  before: number,
  after: number,
  featuresChanged = 90,
): InvarianceTest => ({
  perturbation,
  texts: 100,
  featuresChanged,
  baseline: around(before),
  candidate: around(after),
  difference: around(after - before),
});
const invariance = (tests: InvarianceTest[], notApplicable: string[] = []): Invariance => ({
  kind: "invariance",
  seeds: 4,
  messages: 120,
  seed: 1,
  tests,
  notApplicable,
});

test("invariance: easier to throw, steadier, or not to be told; by construction and not tried are said", () => {
  const found = invariance(
    [
      tested("swapped letters", 0.1, 0.15),
      tested("dropped letter", 0.1, 0.105),
      tested("doubled letter", 0.1, 0.05),
      tested("upper case", 0, 0, 0),
    ],
    ["no punctuation"],
  );
  const text = sayInvariance(found, "cosine", "fixed");
  assert.match(
    text,
    /^cosine is \*\*easier to throw\*\* than fixed by swapped letters, and is \*\*steadier\*\* under doubled letter\. \(120 messages, 4 seeds\.\)/,
  );
  assert.match(
    text,
    /- swapped letters \(100 texts\): 15\.0% of the answers change, 10\.0% with fixed: \+5\.0 points \(95% interval \+4\.0 to \+6\.0\)/,
  );
  assert.match(text, /Invariant by construction, since the features of no text change: upper case\./);
  assert.match(text, /Not tried, since they change no text: no punctuation\./);
  assert.match(sayInvariance(invariance([tested("x", 0.1, 0.105)]), "cosine", "fixed"), /cannot be told/);
  assert.match(
    sayInvariance(invariance([tested("upper case", 0, 0, 0)]), "cosine", "fixed"),
    /^No perturbation changes what the models read\./,
  );
  assert.doesNotMatch(sayInvariance(found, HOSTILE, HOSTILE), /<img|\]\(|`/);
  assert.equal(invarianceRows(found)[3].difference, "none by construction");
  assert.equal(invarianceRows(found)[0]["candidate changes %"], 15);
});

test("memorisation: how many labels are wrong, and what each setting made of them", () => {
  const text = sayMemorisation(
    ledgerOf([
      { label: "rate 1", runs: [0, 1, 2].map((seed) => memorisationRun(1, seed)) },
      { label: "rate 9", runs: [memorisationRun(1, 0, 2.5), memorisationRun(1, 0, 1.5)] },
      { label: HOSTILE, runs: [memorisationRun(1, 0, 0.5)] },
    ]),
  );
  assert.match(text, /^Of 6000 training labels whose right value is known 876 are wrong \(14\.6%\)\. /);
  // Epoch 4, the middle seed: 2 + 64 + 1 percent learned, 100 - 97 e^-8 - 1 fitted.
  assert.match(
    text,
    /- \*\*rate 1\*\*, by epoch 4: 67\.0% of the wrong labels learned, 50\.0% seen through; 99\.0% of the right/,
  );
  // Both reached epoch 1, only one epoch 2.
  assert.match(text, /- \*\*rate 9\*\*, by epoch 1: 18\.0%.* 2 of 2 runs diverged\./);
  assert.match(text, /no epoch was finished\. 1 of 1 run diverged\./);
  assert.doesNotMatch(text, /<img|\]\(|`/);
});
