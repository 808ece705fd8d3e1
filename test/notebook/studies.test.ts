// A study in a cell: its plan in words, its result as charts with words, from one line each.
import assert from "node:assert/strict";
import { sep } from "node:path";
import { describe, test } from "node:test";
import { comparisonChart } from "../../src/charts";
import { render, renderParts, show } from "../../src/notebook";
import { VEGA_LITE } from "../../src/notebook/chart-view";
import {
  adjustUpward,
  baseline,
  planAdjustUpward,
  planBaseline,
  planCompareSchedules,
  planRangeTest,
  sweepRates,
} from "../../src/tuning";
import { diagnose } from "../../src/signals";
import { runSpec, train } from "../../src/training";
import { comparisonOf, SKETCHES } from "../tuning/compare-parts";
import { rangeTestOf } from "../tuning/range-parts";
import { smallFeatures } from "../training/helpers";

const features = smallFeatures();
const fixed = { model: { kind: "linear" }, batchSize: 32, epochs: 2 } as const;

/** The kinds of parts, in their order. */
const kinds = (value: unknown): string[] =>
  renderParts(value).map((part) =>
    VEGA_LITE in part ? "chart" : "text/html" in part ? "table" : "text/markdown" in part ? "words" : "?",
  );
const words = (value: unknown): string => String(renderParts(value).at(-1)?.["text/markdown"]);
const title = (value: unknown): string =>
  JSON.stringify((renderParts(value)[0][VEGA_LITE] as { title: unknown }).title);

describe("studies in a cell", () => {
  test("a baseline: its curves, and what they say", async () => {
    const found = await baseline(features, { ...fixed, seeds: [1, 2] });
    assert.deepEqual(kinds(found), ["chart", "words"]);
    assert.match(words(found), /\*\*Fixed rate 0\.01\*\*.*2 seeds/);
  });

  test("a run's record, and what its curves say", async () => {
    const { record } = await train(await runSpec(features, { ...fixed, schedule: 0.1, seed: 1 }), features);
    assert.deepEqual(kinds(record), ["chart", "words"]);
    assert.equal(words(record), words(diagnose(record)));
    const quiet = { kind: "diagnosis", run: "r", findings: [] };
    assert.match(words(quiet), /No signal fired/);
    const lost = await train(await runSpec(features, { ...fixed, schedule: 1e5, seed: 1 }), features);
    assert.match(words(lost.record), /\*\*divergence\*\* \(severe\)/);
  });

  test("a range test", () => {
    assert.deepEqual(kinds(rangeTestOf()), ["chart", "words"]);
    assert.match(words(rangeTestOf()), /suggested constant rate is \*\*0\.19\*\*/);
  });

  test("a way up: chart, rungs, words; also of one rung", async () => {
    const way = await adjustUpward(features, { ...fixed, rates: [0.1, 1], seeds: [1, 2] });
    assert.deepEqual(kinds(way), ["chart", "table", "words"]);
    assert.match(title(way), /How high can the rate go/);
    const { rungs } = way;
    assert.deepEqual(kinds({ ...way, rungs: rungs.slice(0, 1), chosen: rungs[0].point }), [
      "chart",
      "table",
      "words",
    ]);
  });

  test("a sweep over rates, and one of which nothing trained", async () => {
    const sweep = await sweepRates(features, { ...fixed, rates: [0.1, 1], seeds: [1, 2] });
    assert.deepEqual(kinds(sweep), ["chart", "words"]);
    assert.match(words(sweep), /the best/i);
    const hot = await sweepRates(features, { ...fixed, rates: [1e5], seeds: [1] });
    assert.match(words(hot), /diverged at every rate/);
  });

  test("a comparison: the three comparisons, the search, a table, words", () => {
    const comparison = comparisonOf();
    assert.deepEqual(kinds(comparison), ["chart", "chart", "table", "words"]);
    assert.equal(
      title(comparison),
      JSON.stringify((comparisonChart(comparison).spec as { title: unknown }).title),
    );
    // Nothing to compare, or one seed: no chart of intervals.
    assert.deepEqual(kinds(comparisonOf(SKETCHES.slice(0, 1))), ["chart", "table", "words"]);
    const once = { ...comparison, plan: { ...comparison.plan, freshSeeds: [11] } };
    assert.deepEqual(kinds(once), ["chart", "table", "words"]);
  });

  test("every plan is words, that of a comparison with its schedules", async () => {
    for (const plan of [
      await planBaseline(features, fixed),
      await planRangeTest(features, fixed),
      await planAdjustUpward(features, fixed),
    ]) {
      assert.deepEqual(kinds(plan), ["words"]);
      assert.match(words(plan), /Declared before any run:[^]*- Cost: .*runs, .* optimizer steps/);
    }
    const plan = await planCompareSchedules(features, { ...fixed, epochs: 4 });
    assert.deepEqual(kinds(plan), ["chart", "words"]);
    assert.match(words(plan), /at most \d+ runs/);
    assert.match(title(plan), /What will the rate be at each step/);
  });

  test("show sends the parts in their order, each a display of its own", (t) => {
    const sent: unknown[] = [];
    const copy = [sep + "elsewhere", "node_modules", "tslab", "dist", "jupyter.js"].join(sep);
    const lastWriteDisplayData = ({ data }: { data: unknown }) => sent.push(data);
    require.cache[copy] = { exports: { lastWriteDisplayData } } as unknown as NodeJS.Module;
    t.after(() => delete require.cache[copy]);
    show(rangeTestOf());
    const types = sent.map((data) => Object.keys(data as object));
    assert.equal(types.length, 2);
    assert.ok(types[0].includes(VEGA_LITE));
    assert.deepEqual(types[1], ["text/markdown", "text/plain"]);
  });

  test("where one bundle only can be sent, it is the first, with the words of all", () => {
    const bundle = render(comparisonOf());
    assert.ok(VEGA_LITE in bundle);
    assert.match(
      String(bundle["text/plain"]),
      /^Which schedule does better[^]*With fresh seeds[^]*Robustness/,
    );
  });
});
