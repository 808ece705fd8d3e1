// What the chart of three comparisons answers, and what it refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparisonChart } from "../../src/charts";
import { inputError } from "../data/fixtures";
import { comparisonOf, SKETCHES } from "../tuning/compare-parts";

test("each fairness has its answer, and each row stands in its panel with the interval of its seeds", () => {
  const { answer, alt, title } = comparisonChart(comparisonOf());
  assert.equal(
    answer,
    "Matched peak: cosine worse; warmup, stable, decay cannot be told. " +
      "Matched area: warmup, stable, decay better; cosine cannot be told. " +
      "Tuned against tuned: cosine better; warmup, stable, decay cannot be told.",
  );
  assert.match(title, /better than fixed, and under which fairness/);
  // Paired: 64, 66, 66 minus 70, 71, 72 is -6, -5, -6: mean -5.667, 4.303 x .333 = 1.434 to either side.
  assert.match(alt, /Matched peak: all at peak 0\.2, cosine: −5\.7 \(−7\.1 to −4\.2\), worse/);
  assert.match(alt, /Matched area: all at mean rate 0\.2, cosine: \+0\.7/);
  assert.match(alt, /Tuned against tuned: each at its best peak, cosine: \+3\.2/);
});

test("a long name is cut; a title can be given", () => {
  const name = "a schedule whose name a person wrote and then went on with";
  const named = SKETCHES.map((sketch, i) => (i === 1 ? { ...sketch, name } : sketch));
  const { answer, title } = comparisonChart(comparisonOf(named), { title: "Who wins?" });
  assert.equal(title, "Who wins?");
  assert.match(answer, /Matched peak: a schedule whose name a person wrot… worse/);
});

test("one schedule has nothing to be compared with, and one seed no interval", () => {
  assert.throws(
    () => comparisonChart(comparisonOf(SKETCHES.slice(0, 1))),
    inputError("beside the reference"),
  );
  const single = SKETCHES.map((sketch) => ({
    ...sketch,
    fair: Object.fromEntries(
      Object.entries(sketch.fair).map(([fairness, one]) => [
        fairness,
        { ...one, scores: one.scores.slice(0, 1) },
      ]),
    ) as unknown as typeof sketch.fair,
  }));
  assert.throws(() => comparisonChart(comparisonOf(single)), inputError("one fresh seed"));
});
