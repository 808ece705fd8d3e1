import assert from "node:assert/strict";
import { test } from "node:test";
import { GATE_RULES, type Estimate } from "../../src/evaluation";
import type { RunRecord, TrainedRun } from "../../src/training";
import type { RateBand, RatePoint, UpwardAdjustment } from "../../src/tuning";
import { findingOfBand, sayBand, sayNextStep, sayRuns, sayUpward, sayVerdict } from "../../src/writeup";

const estimate = (mean: number): Estimate => ({ mean, low: mean - 0.01, high: mean + 0.01, count: 3 });

/** A run whose validation loss goes through these values, one an epoch; training loss halves in each. */
function run(losses: number[], macroF1 = 0.8, status: RunRecord["status"] = "done"): TrainedRun {
  const evaluations = losses.map((loss, epoch) => ({
    step: epoch * 10,
    epoch,
    rate: 0.1,
    train: { loss: losses[0] * 0.5 ** epoch, accuracy: 0.5, macroF1: 0.5 },
    validation: { loss, accuracy: macroF1, macroF1: epoch === losses.length - 1 ? macroF1 : 0.1 },
  }));
  const steps = (losses.length - 1) * 10;
  const record = {
    kind: "run-record",
    id: "x",
    status,
    steps,
    plannedSteps: steps,
    curve: { loss: [], rate: [], gradientNorm: [], updateRatio: [], overshoot: [] },
    spec: { schedule: { kind: "constant", peak: 0.1 }, optimizer: { kind: "sgd" }, clipNorm: null },
    predictions: { train: [], validation: [] },
    evaluations,
  } as unknown as RunRecord;
  return { record, weights: {} as TrainedRun["weights"], seconds: 1 };
}

function point(rate: number, scores: number[], diverged = 0): RatePoint {
  const runs = scores.map((score) => run([3, 1], score));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return { rate, runs, diverged, loss: estimate(1), accuracy: estimate(mean), macroF1: estimate(mean) };
}

test("the baseline's sentences carry the runs' numbers and ask for the right direction", () => {
  const slow = [run([3.6, 3.4, 3.2, 3.0], 0.3), run([3.6, 3.4, 3.2, 3.0], 0.4)];
  const text = sayRuns("Fixed rate 0.01", slow);
  assert.match(text, /from 3\.60 to 3\.00 nats/);
  assert.match(text, /35\.0% \(2 seeds: 30\.0% to 40\.0%\)/);
  assert.match(text, /slow-convergence.*in 2 of 2 runs/);
  assert.match(sayNextStep(slow), /go \*\*up\*\*/);
  const overfit = run([3, 9], 0, "diverged");
  assert.match(sayNextStep([overfit]), /fewer epochs/, "training loss fell: the rate is not what to lower");
  const evaluations = overfit.record.evaluations.map((e) => ({ ...e, train: e.validation }));
  assert.match(sayNextStep([{ ...overfit, record: { ...overfit.record, evaluations } }]), /go \*\*down\*\*/);
  assert.match(sayRuns("settled", [run([3, 1.5, 1.2, 1])]), /No signal fired/);
});

test("the way up says where and why it ended, or that no edge was found", () => {
  const rungs = [
    { point: point(0.01, [0.1, 0.12]), decision: "start", reason: "the conservative start" },
    { point: point(0.1, [0.7, 0.72]), decision: "up", reason: "stable" },
    { point: point(0.5, [0.5, 0.52]), decision: "back off", reason: "validation macro-F1 fell" },
  ] as const;
  const plan = { cost: { runs: 16, steps: 160, atMost: true } } as UpwardAdjustment["plan"];
  const way: UpwardAdjustment = {
    kind: "upward-adjustment",
    plan,
    rungs,
    chosen: rungs[1].point,
    edgeFound: true,
  };
  assert.match(sayUpward(way), /\*\*0\.1\*\*, worth \+60\.0 points.*ended at 0\.5: validation macro-F1 fell/);
  assert.match(sayUpward(way), /It cost 6 runs of at most 16\.$/);
  const open: UpwardAdjustment = { ...way, rungs: rungs.slice(0, 2), edgeFound: false };
  assert.match(sayUpward(open), /the edge was not found/);
  const bad: UpwardAdjustment = {
    ...way,
    rungs: [{ ...rungs[0], decision: "back off", reason: "divergence" }],
  };
  assert.match(sayUpward(bad), /already too high: divergence/);
});

test("a band at the edge of the search says so; a single rate is no band", () => {
  const best = point(0.2, [0.8, 0.82]);
  const band: RateBand = { best, low: 0.1, high: 0.4, decades: 0.602, atEdge: null };
  assert.match(sayBand(band), /0\.1 to 0\.4 \(0\.60 decades\) come within 1 point/);
  assert.match(sayBand({ ...band, atEdge: "high" }), /highest that was tried: widen/);
  assert.match(sayBand({ ...band, low: 0.2, high: 0.2, decades: 0 }), /No other rate/);
  assert.match(
    findingOfBand({ ...band, low: 0.2, high: 0.2 }, point(0.01, [0.1, 0.1])).evidence,
    /no other rate/,
  );
});

test("a verdict names what ships, and text from data cannot become markup", () => {
  const criterion = {
    name: "slice <img src=x>",
    passed: null,
    difference: estimate(0),
    unit: "points",
    margin: -2,
    group: "slice",
    confidence: 0.9,
    sentence: "slice <img src=x>: +0.0 points.",
  } as const;
  const verdict = {
    kind: "verdict",
    criteria: [criterion],
    notGated: [{ slice: "[a](b)", messages: 7, difference: estimate(1), visibleHarm: 9.26 }],
    rules: GATE_RULES,
    seeds: 8,
    messages: 400,
    scores: { baseline: { accuracy: 0.8, macroF1: 0.7 }, candidate: { accuracy: 0.9, macroF1: 0.8 } },
  } as const;
  const text = sayVerdict({ ...verdict, outcome: "undecided" }, "cosine", "fixed");
  assert.match(text, /keep \*\*fixed\*\* for now/);
  assert.doesNotMatch(text, /<img|\[a\]/);
  assert.match(text, /a \(b\) \(7 messages: \+1\.0.*a harm of 9\.3 would have shown/);
  assert.match(
    sayVerdict({ ...verdict, outcome: "approve" }, "cosine", "fixed"),
    /ship \*\*cosine\*\*.*no slice that is large/,
  );
  const bare = { ...verdict, criteria: [], outcome: "approve" } as const;
  assert.match(sayVerdict(bare, "cosine", "fixed"), /name no slice large enough/);
  assert.match(
    sayVerdict({ ...verdict, outcome: "reject" }, "cosine", "fixed"),
    /keep \*\*fixed\*\*: cosine failed/,
  );
});
