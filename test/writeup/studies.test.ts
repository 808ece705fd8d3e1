// What is said of a study: its plan, a baseline, and schedules side by side.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Baseline, ScheduleComparison, StudyPlan } from "../../src/tuning";
import {
  bestShape,
  comparisonRows,
  sayBaseline,
  sayComparison,
  sayPlan,
  saySensitivity,
  shapeDifferences,
} from "../../src/writeup";
import { comparisonOf, lossPoint, SKETCHES } from "../tuning/compare-parts";

const plan: StudyPlan = {
  kind: "any-plan",
  study: {
    kind: "study",
    question: "Does <b>decay</b> win?",
    factor: "schedule",
    nuisance: ["peak rate"],
    fixed: { model: "linear", epochs: "5" },
    seeds: [1, 2, 3],
    runs: 12,
    rule: "highest macro-F1",
  },
  levels: ["fixed", "cosine [x](y)"],
  procedure: ["search", "compare"],
  cost: { runs: 12, steps: 5640, atMost: true },
};

describe("sayPlan", () => {
  test("question, factor with its levels, what is tuned and held, seeds, cost, rule and way", () => {
    assert.deepEqual(sayPlan(plan).split("\n"), [
      "**Does b decay /b win?** Declared before any run:",
      "",
      "- Compared: schedule: fixed; cosine x (y).",
      "- Tuned for each, with the same budget: peak rate.",
      "- Held: model linear; epochs 5.",
      "- Seeds: 1, 2, 3.",
      "- Cost: at most 12 runs, 5,640 optimizer steps.",
      "- Rule: highest macro-F1.",
      "",
      "1. Search.",
      "2. Compare.",
    ]);
  });

  test("a cost that is exact, seeds alone, and nothing tuned or held", () => {
    const study = { ...plan.study, factor: "seeds", nuisance: [], fixed: {} };
    const cost = { runs: 1, steps: 20, atMost: false };
    const text = sayPlan({ ...plan, study, levels: [], cost });
    assert.match(text, /Compared: seeds alone\./);
    assert.match(text, /Cost: 1 run, 20 optimizer steps\./);
    assert.doesNotMatch(text, /Tuned|Held/);
  });
});

describe("sayBaseline", () => {
  const losses = (...after: number[]) =>
    lossPoint(
      0.01,
      after.map((loss, i) => ({ after: loss, macroF1: 0.3 + i / 10 })),
    );
  const of = (point: Baseline["point"], deviation: number | null): Baseline =>
    ({
      plan: { rate: 0.01 },
      point,
      spread: { loss: { lowest: 2.5, highest: 2.75 }, macroF1: { deviation } },
    }) as unknown as Baseline;

  test("what the runs came to, how far apart the seeds are, and where to go", () => {
    const text = sayBaseline(of(losses(2.5, 2.75), 0.0707));
    assert.match(text, /\*\*Fixed rate 0\.01\*\*: validation loss went from 3\.00 to 2\.63 nats/);
    assert.match(text, /varies by 7\.1 points .* between 2\.50 and 2\.75 nats\./);
    assert.match(text, /\n\nNext: /);
  });

  test("one seed has no spread", () => {
    assert.doesNotMatch(sayBaseline(of(losses(2.5), null)), /From seed to seed/);
  });
});

describe("a comparison in words", () => {
  const comparison = comparisonOf();

  test("every shape under the three kinds of fairness, with peak, mean rate and interval", () => {
    const text = sayComparison(comparison);
    assert.match(
      text,
      /- \*\*cosine\*\* against fixed, validation macro-F1: matched peak 0\.2 \(mean rate 0\.1, not 0\.2\) −5\.7 points \(95% interval −7\.1 to −4\.2\), worse/,
    );
    assert.match(
      text,
      /matched area \(mean rate 0\.2, its peak 0\.398\) \+0\.7 points .*, cannot be told apart/,
    );
    assert.match(
      text,
      /tuned against tuned \(peak 0\.4, not 0\.2\) \+3\.2 points \(95% interval \+2\.4 to \+3\.9\), better\./,
    );
    assert.match(text, /\*\*warmup, stable, decay\*\*.*tuned against tuned \(peak 0\.2 for both\)/);
    assert.match(text, /search spent 6 runs on each schedule.*took 36 runs, 3,600 optimizer steps/);
  });

  test("what lies at the edge of the search, and what diverged with the fresh seeds", () => {
    // The cosine's best of the peaks .1, .2 and .4 is the last.
    assert.match(sayComparison(comparison), /best peak of cosine lies at the edge of the peaks tried/);
    const broken: ScheduleComparison = {
      ...comparison,
      comparisons: comparison.comparisons.map((one) => ({
        ...one,
        shapes: one.shapes.map((shape) =>
          shape.name === "cosine" && one.fairness === "matched area"
            ? { ...shape, point: { ...shape.point, diverged: 2 } }
            : shape,
        ),
      })),
    };
    assert.match(sayComparison(broken), /diverged: 2 of 3 runs of cosine \(matched area\)\./);
    assert.doesNotMatch(sayComparison(comparison), /fresh seeds diverged/);
  });

  test("robustness stands apart: bands, and the mean loss over the peaks with its paired difference", () => {
    const text = saySensitivity(comparison);
    // Losses at .1, .2 and .4: fixed 1.5, 1.2, 2.1; cosine 1.8, 1.3, 1.1; WSD 1.4, 1.1, 1.6.
    assert.match(
      text,
      /of the 3 peaks from 0\.1 to 0\.4 \(0\.60 decades; .*\): fixed 0\.40 nats \(0\.40 to 0\.40\); cosine 0\.30 nats \(0\.30 to 0\.30\), −0\.10/,
    );
    assert.match(text, /warmup, stable, decay 0\.27 nats \(.*\), −0\.13 .*: less sensitive/);
    assert.match(text, /within a point of the best: fixed 0\.2 alone/);
  });

  test("the differences keep the panel that recipes ask for, and the best shape is the tuned one", () => {
    const differences = shapeDifferences(comparison);
    assert.deepEqual(
      differences.map(({ panel, name }) => `${panel}, ${name}`),
      [
        "matched peak: all at 0.2, cosine",
        "matched peak: all at 0.2, warmup, stable, decay",
        "matched area: all at mean rate 0.2, cosine",
        "matched area: all at mean rate 0.2, warmup, stable, decay",
        "each at its best peak, cosine",
        "each at its best peak, warmup, stable, decay",
      ],
    );
    assert.equal(bestShape(comparison).name, "cosine");
  });

  test("a row a shape and fairness; the reference is one", () => {
    const rows = comparisonRows(comparison);
    assert.equal(rows.length, 9);
    assert.deepEqual(rows[4], {
      comparison: "matched area",
      schedule: "cosine",
      peak: 0.398,
      "mean rate": 0.2,
      "macro-F1 %": 71.7,
      "diverged runs": 0,
      "difference, points": "+0.7 (−4.5 to +5.8), cannot be told apart",
    });
    assert.equal(rows[0]["difference, points"], "the reference");
  });

  test("one shape, and one seed, are said to be", () => {
    const alone = sayComparison(comparisonOf(SKETCHES.slice(0, 1)));
    assert.match(alone, /\*\*fixed\*\* alone, with nothing to compare: at its best peak 0\.2 .* is 71\.0%/);
    assert.match(alone, /fixed 0\.40 nats \(0\.40 to 0\.40\)\./);
  });
});
