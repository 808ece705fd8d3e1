// What is said of a gate: its plan, what it can find, its decision, and what would settle it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sliceRows } from "../../src/charts";
import { GATE_RULES, type Criterion, type GateOutlook, type Verdict } from "../../src/evaluation";
import type { GatePlan, GateResult, Opening } from "../../src/tuning";
import { findingOfGate, sayGate, sayGatePlan, sayNextForGate, sayOutlook } from "../../src/writeup";

const plan = {
  kind: "gate-plan",
  id: "abcdef0123456789".repeat(4),
  study: {
    kind: "study",
    question: "Ship <b>cosine</b>?",
    factor: "schedule",
    nuisance: [],
    fixed: {},
    seeds: [1, 2, 3, 4, 5],
    runs: 15,
    rule: "",
  },
  looks: [5],
  rules: GATE_RULES,
  test: { hash: "0".repeat(64), messages: 4200 },
  gated: [{ slice: "negation", messages: 511 }],
  notGated: [{ slice: "out_of_scope", messages: 142 }],
} as unknown as GatePlan;

const outlook: GateOutlook = {
  kind: "gate-outlook",
  seeds: 5,
  messages: 4200,
  falseApprovals: { count: 7, of: 500, high: 0.0262 },
  detectable: { accuracy: 1.44, macroF1: Infinity },
};

function criterion(name: string, group: Criterion["group"], passed: boolean | null, mean: number): Criterion {
  const difference = { mean, low: mean - 1, high: mean + 1, count: 5 };
  const sentence = `${name}: ${mean} points.`;
  return { name, group, passed, difference, unit: "points", margin: 0, confidence: 0.95, sentence };
}

const verdict = (outcome: Verdict["outcome"], criteria: Criterion[]): Verdict => ({
  kind: "verdict",
  outcome,
  criteria,
  notGated: [],
  rules: GATE_RULES,
  seeds: 5,
  messages: 4200,
  scores: { baseline: { accuracy: 0.8, macroF1: 0.7 }, candidate: { accuracy: 0.9, macroF1: 0.8 } },
});

const opening = (id: string): Opening => ({
  ...{ number: 1, test: plan.test.hash, plan: id, question: "", look: 1, why: null, at: "", before: null },
});

const result = (outcome: Verdict["outcome"], change: Partial<GateResult> = {}): GateResult =>
  ({
    kind: "gate-result",
    records: { baseline: [], candidate: [] },
    checks: [],
    invariance: { kind: "invariance", seeds: 8, messages: 0, seed: 1, tests: [], notApplicable: [] },
    plan,
    outlook,
    verdict: verdict(outcome, [criterion("test macro-F1", "quality", outcome === "approve", 2)]),
    look: 1,
    openings: [opening(plan.id)],
    validation: { baseline: { accuracy: 0.8, macroF1: 0.75 }, candidate: { accuracy: 0.9, macroF1: 0.85 } },
    ...change,
  }) as unknown as GateResult;

describe("words of the gate", () => {
  test("the plan: cost, rules, which slices gate and which do not; text from data cannot become markup", () => {
    const text = sayGatePlan(plan);
    for (const part of [
      "15 runs",
      "5 paired seeds",
      "4,200 messages",
      "negation (511)",
      "out of scope (142)",
    ]) {
      assert.ok(text.includes(part), `${part} in: ${text}`);
    }
    assert.match(text, /opened once/);
    assert.doesNotMatch(text, /<b>/);
    const looks = sayGatePlan({ ...plan, looks: [5, 8], gated: [] });
    assert.match(looks, /looked at with 5 and 8 seeds/);
    assert.match(looks, /No slice has the 400 test messages/);
  });

  test("the outlook: false approvals with their bound, and a gain that cannot be seen is not called a number", () => {
    const text = sayOutlook(outlook);
    assert.match(text, /of 500 gates .* quality of 7 would have passed \(1\.4%, 95% sure below 2\.6%\)/);
    assert.match(text, /1\.4 points of accuracy, or an unknown number of points of macro-F1/);
    assert.doesNotMatch(text, /Infinity|NaN/);
  });

  test("the decision, and what is known of it", () => {
    const text = sayGate(result("approve"), "cosine", "fixed");
    assert.match(text, /ship \*\*cosine\*\*/);
    assert.match(text, /this training set/);
    assert.doesNotMatch(text, /look|other plan/);
    const again = sayGate(
      result("approve", { openings: [opening("other"), opening(plan.id)] }),
      "cosine",
      "fixed",
    );
    assert.match(again, /opened for 1 other plan before/);
    const first = sayGate(
      result("approve", { openings: [opening(plan.id), opening("other")] }),
      "cosine",
      "fixed",
    );
    assert.doesNotMatch(first, /other plan/, "what was opened afterwards flatters nothing here");
    const second = sayGate(
      result("approve", { plan: { ...plan, looks: [5, 8] }, look: 2 }),
      "cosine",
      "fixed",
    );
    assert.match(second, /look 2 of 2/);
  });

  test("what would settle it: nothing once it is decided; four times the data for half the detectable gain", () => {
    assert.equal(sayNextForGate(result("approve")), "");
    assert.equal(sayNextForGate(result("reject")), "");
    const open = verdict("undecided", [criterion("test accuracy", "quality", null, 0.72)]);
    assert.match(sayNextForGate(result("undecided", { verdict: open })), /test accuracy\..*about 4\.0 times/);
    const harm = verdict("undecided", [criterion("slice negation", "slice", null, -1)]);
    assert.match(sayNextForGate(result("undecided", { verdict: harm })), /slice negation\. More seeds/);
  });

  test("the finding: the candidate where approved, else the baseline, each with its own validation score", () => {
    assert.deepEqual(
      [
        findingOfGate(result("approve"), "cosine", "fixed"),
        findingOfGate(result("undecided"), "cosine", "fixed"),
      ].map(({ chosen, verdict: outcome, evidence }) => [
        chosen,
        outcome,
        /85\.0%|75\.0%/.exec(evidence)?.[0],
      ]),
      [
        ["cosine", "approve", "85.0%"],
        ["fixed", "undecided", "75.0%"],
      ],
    );
  });

  test("slices as rows of a chart, in tenths of a point", () => {
    const slice = { ...criterion("slice negation", "slice", true, 1.26), messages: 511 };
    const small = {
      slice: "short",
      messages: 40,
      difference: { mean: -1.04, low: -3, high: 1, count: 5 },
      visibleHarm: 4,
    };
    assert.deepEqual(
      sliceRows({ criteria: [criterion("test accuracy", "quality", true, 1), slice], notGated: [small] }),
      [
        { slice: "negation", messages: 511, mean: 1.3, low: 0.3, high: 2.3 },
        { slice: "short", messages: 40, mean: -1, low: -3, high: 1, judged: false },
      ],
    );
  });
});
