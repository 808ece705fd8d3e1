import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gateChart } from "../../src/charts";
import { inputError } from "../data/fixtures";
import { GATE_EXAMPLES } from "./gate-examples";

interface Row {
  readonly label: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly outcome: string;
  readonly words: string;
}

/** The rows of all panels, in order. */
function rows(chart: object): Row[] {
  const { spec } = chart as { spec: { vconcat: { layer: { data: { values: Row[] } }[] }[] } };
  return spec.vconcat.flatMap(({ layer }) => layer[1].data.values);
}

describe("gateChart", () => {
  test("better lies to the right of what was asked, whatever the unit and the way that is better", () => {
    const [loss, spread, accuracy] = rows(GATE_EXAMPLES["gate-approved"]);
    // A fall of the loss, a spread below its margin, a gain in points: all beyond 0, the nearer end nearer.
    for (const { low, mean, high } of [loss, spread, accuracy]) {
      assert.ok(0 < low && low < mean && mean < high && high === 1, JSON.stringify([low, mean, high]));
    }
    assert.ok(Math.abs(loss.low - 0.064 / 0.118) < 1e-4);
    assert.ok(Math.abs(spread.low - Math.log(3 / 2.05) / Math.log(3 / 0.41)) < 1e-4);
    assert.ok(Math.abs(accuracy.mean - 2.1 / 3) < 1e-4);
  });

  test("a slice is placed by its margin; colours go by the verdict, not by the interval", () => {
    const found = rows(GATE_EXAMPLES["gate-mixed"]);
    const rare = found.find(({ label }) => label === "rare intent") as Row;
    assert.ok(rare.low < 0 && rare.high > 0 && rare.outcome === "cannot be told");
    assert.ok(
      Math.abs(rare.mean - 1.5 / 7) < 1e-4,
      "half a point of harm is a point and a half within the margin, of the seven that a slice reaches beyond it",
    );
    // On one scale: what gains more lies farther to the right.
    const negation = found.find(({ label }) => label === "negation") as Row;
    assert.ok(Math.abs(negation.mean - 3.7 / 7) < 1e-4 && negation.mean > rare.mean);
    assert.equal(found[0].outcome, "failed");
    assert.deepEqual(
      [found[0].low, found[0].high],
      [-1, 1],
      "an interval without ends goes from edge to edge",
    );
    assert.doesNotMatch(found[0].words, /Infinity|NaN/);
  });

  test("says the outcome and counts what passed", () => {
    assert.equal(GATE_EXAMPLES["gate-approved"].answer, "Approved: 4 of 4 criteria passed.");
    assert.equal(
      GATE_EXAMPLES["gate-mixed"].answer,
      "Rejected: 3 of 7 criteria passed, 2 failed, of 2 it cannot be told.",
    );
    assert.throws(() => gateChart({ outcome: "approve", criteria: [] }), inputError("no criteria"));
  });
});
