import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { differenceChart, flipChart, memorisationChart, sliceChart, type Chart } from "../../src/charts";
import { shareCurve } from "../../src/charts/memorisation-curves";
import { cut } from "../../src/charts/numbers";
import { inputError } from "../data/fixtures";
import { flipsOf, ledgerOf, memorisationRun, SLICES } from "./edge-examples";

/** The data rows of a specification that have all of the fields, once each. */
function rowsWith(chart: Chart, ...fields: string[]): Record<string, unknown>[] {
  const found = new Map<string, Record<string, unknown>>();
  JSON.stringify(chart.spec, (key, value: unknown) => {
    if (key === "values" && Array.isArray(value)) {
      for (const row of value as Record<string, unknown>[]) {
        if (typeof row === "object" && fields.every((field) => field in row))
          found.set(JSON.stringify(row), row);
      }
    }
    return value;
  });
  return [...found.values()];
}

describe("sliceChart", () => {
  test("the answer names who loses more than the margin, who cannot be told, and how many keep within", () => {
    assert.equal(
      sliceChart(SLICES).answer,
      "More than 2 points are lost on negation (−3.4); on rare_intent (−1.3) it cannot be told; " +
        "2 of 4 slices keep within that. 1 slice is too small to be judged.",
    );
    assert.match(
      sliceChart(SLICES, { margin: 5 }).answer,
      /^No slice is shown to lose more than 5 points; 4 of 4/,
    );
    const small = SLICES.map((row) => ({ ...row, judged: false }));
    assert.equal(
      sliceChart(small).answer,
      "No slice is large enough to be judged. 5 slices are too small to be judged.",
    );
  });

  test("the most harmed first, the judged ones before the others, with their sizes", () => {
    assert.deepEqual(
      rowsWith(sliceChart(SLICES), "label", "outcome").map(({ label, outcome }) => [label, outcome]),
      [
        ["negation, n = 511", "beyond the margin"],
        ["rare_intent, n = 455", "cannot be told"],
        ["typo, n = 1,457", "within the margin"],
        ["chatter, n = 1,802", "within the margin"],
        ["out_of_scope, n = 142", "cannot be told"],
      ],
    );
  });

  test("the margin and not 0 decides: a small harm that is certain is within it", () => {
    const [row] = rowsWith(
      sliceChart([{ slice: "s", messages: 9, mean: -1, low: -1.5, high: -0.5 }]),
      "outcome",
    );
    assert.equal(row.outcome, "within the margin");
    const bad = { panel: "", label: "s", mean: -1, low: -1.5, high: -0.5 };
    const words = { title: "t", subtitle: "s", unit: "u", margin: 2 };
    assert.match(differenceChart([bad], words).alt, /, worse/);
    assert.match(
      differenceChart([bad], { ...words, against: "margin", better: "lower" }).alt,
      /, within the margin/,
    );
    const loss = { ...bad, mean: 3, low: 2.5, high: 3.5 };
    assert.match(
      differenceChart([loss], { ...words, against: "margin", better: "lower" }).alt,
      /, beyond the margin/,
    );
  });

  test("no slices, no margin, and the interval of one seed are refused; a long name is cut", () => {
    assert.throws(() => sliceChart([]), inputError("at least one slice"));
    assert.throws(() => sliceChart(SLICES, { margin: 0 }), inputError("above 0 points"));
    const one = { slice: "x".repeat(99), messages: 1, mean: 0, low: -Infinity, high: Infinity };
    assert.throws(() => sliceChart([one]), inputError("two seeds or more", `"${"x".repeat(39)}…"`));
    assert.equal(cut("twelve chars", 12), "twelve chars");
    assert.equal(cut("😀😀😀 and", 4), "😀😀😀…");
  });
});

describe("flipChart", () => {
  const intents = Array.from({ length: 20 }, (_, i) => ({
    intent: `intent ${i}`,
    negative: 20 - i,
    positive: i,
  }));

  test("beyond fifteen intents the others are one row with their sums", () => {
    const rows = rowsWith(flipChart(flipsOf(intents)), "negative", "positive");
    assert.equal(rows.length, 16);
    assert.equal(rows[0].negative, -20);
    assert.deepEqual(
      [rows[15].label, rows[15].negative, rows[15].positive],
      ["5 other intents, of 500", -(5 + 4 + 3 + 2 + 1), 15 + 16 + 17 + 18 + 19],
    );
    assert.equal(rowsWith(flipChart(flipsOf(intents.slice(0, 15))), "negative").length, 15);
  });

  test("intents without flips have no row; the answer has both rates, where, and how often", () => {
    const chart = flipChart(flipsOf([...intents.slice(0, 2), { intent: "still", negative: 0, positive: 0 }]));
    assert.equal(rowsWith(chart, "negative").length, 2);
    // 39 and 1 of 300 messages.
    assert.equal(
      chart.answer,
      "Over 4 seeds the new model gets 13% of 300 messages wrong that were right, above all of intent 0 and " +
        "intent 1, and 0.333% right that were wrong. 7 messages break with more than half of the seeds.",
    );
  });

  test("nothing that flips is an answer, too", () => {
    assert.equal(
      flipChart(flipsOf([{ intent: "a", negative: 0, positive: 0 }], 0)).answer,
      "No message flips: of 100 messages both models get the same right.",
    );
  });
});

describe("memorisationChart", () => {
  test("median, lowest and highest of the runs at each epoch", () => {
    const runs = [1, 2, 3].map((seed) => memorisationRun(1, seed));
    // Seed s: .02 + .16 an epoch + s / 100.
    assert.deepEqual(shareCurve({ label: "x", runs }, "wrongLearned")[2], {
      series: "x",
      epoch: 2,
      median: 36,
      low: 35,
      high: 37,
    });
  });

  test("a curve ends where half of the runs have broken off, and each has its cross", () => {
    const runs = [memorisationRun(1, 1, 1.4), memorisationRun(1, 2)];
    const epochs = shareCurve({ label: "x", runs }, "cleanFitted").map(({ epoch }) => epoch);
    assert.deepEqual(epochs, [0, 1]);
    const chart = memorisationChart(ledgerOf([{ label: "x", runs }]));
    const crosses = rowsWith(chart, "series", "epoch").filter((row) => !("median" in row));
    assert.deepEqual(
      crosses.map(({ epoch }) => epoch),
      [1.4],
    );
    assert.match(chart.answer, /By epoch 1 .* 1 of 2 runs diverged\.$/);
  });

  test("the answer sets the setting that learns most mistakes beside the one that learns fewest", () => {
    const group = (pace: number) => ({ label: `rate ${pace}`, runs: [memorisationRun(pace, 0)] });
    // Epoch 4: wrong 2 + 64 x pace percent; right 100 - 97 e^(-8 pace) percent.
    assert.equal(
      memorisationChart(ledgerOf([group(0.5), group(1), group(0.25)])).answer,
      "Most mistakes: rate 1, which by epoch 4 has learned 66% of the 876 wrong labels and 100% of the right ones. " +
        "Fewest: rate 0.25, 18% and 86.9% of the right ones.",
    );
    assert.equal(
      memorisationChart(ledgerOf([group(0.5)])).answer,
      "By epoch 4 it has learned 34% of the 876 wrong labels and 98.2% of the right ones.",
    );
  });

  test("no groups, a group without runs, and one label twice are refused", () => {
    const runs = [memorisationRun(1, 1)];
    assert.throws(() => memorisationChart(ledgerOf([])), inputError("at least one group"));
    assert.throws(
      () => memorisationChart(ledgerOf([{ label: "x", runs: [] }])),
      inputError("one run in each"),
    );
    assert.throws(
      () =>
        memorisationChart(
          ledgerOf([
            { label: "x", runs },
            { label: "x", runs },
          ]),
        ),
      inputError("share a label"),
    );
  });
});
