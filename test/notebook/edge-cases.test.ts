import assert from "node:assert/strict";
import { test } from "node:test";
import { flipChart, memorisationChart } from "../../src/charts";
import { render } from "../../src/notebook";
import { flipsOf, ledgerOf, memorisationRun } from "../charts/edge-examples";

const HOSTILE = `<script>alert("x")</script>`;

/** Without what drawing notes on the rows of a specification. */
const bundle = (value: unknown): unknown => JSON.parse(JSON.stringify(render(value)));

test("flips and the memorisation ledger look like their charts", () => {
  const flips = flipsOf([{ intent: HOSTILE, negative: 3, positive: 1 }]);
  assert.deepEqual(bundle(flips), bundle(flipChart(flips)));
  const ledger = ledgerOf([{ label: "rate 1", runs: [memorisationRun(1, 1)] }]);
  assert.deepEqual(bundle(ledger), bundle(memorisationChart(ledger)));
});

test("invariance looks like a table, with nothing unescaped", () => {
  const share = { mean: 0.1, low: 0.05, high: 0.15, count: 4 };
  const html = String(
    render({
      kind: "invariance",
      seeds: 4,
      messages: 9,
      seed: 1,
      tests: [
        {
          perturbation: HOSTILE,
          texts: 9,
          featuresChanged: 9,
          baseline: share,
          candidate: share,
          difference: { mean: 0, low: -0.02, high: 0.02, count: 4 },
        },
      ],
      notApplicable: [],
    })["text/html"],
  );
  assert.match(html, /small change of the text.*\(1 row\)/);
  assert.match(html, /0\.0 points \(95% interval −2\.0 to \+2\.0\)/);
  assert.ok(!html.includes("<script"));
});
