import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { differenceChart, lossChart, rateChart, scheduleChart } from "../../src/charts";
import { InputError } from "../../src/errors";
import { EXAMPLES, ratePoints, record } from "./examples";

describe("answers follow from the data", () => {
  test("schedule: peak, end and mean", () => {
    // The mean of a line from 1 (step 0) to 0 (step 100) is a half.
    const chart = scheduleChart([{ label: "line", rate: (t) => 1 - t / 100, steps: 101 }]);
    assert.equal(chart.answer, "Peak 1 at step 0, almost 0 at the end, mean 0.5.");
    const flat = scheduleChart([{ label: "flat", rate: () => 0.25, steps: 10 }]);
    assert.equal(flat.answer, "0.25 at every one of 10 steps.");
  });

  test("schedule: a logarithmic axis when peaks differ tenfold", () => {
    const at = (...peaks: number[]) =>
      JSON.stringify(scheduleChart(peaks.map((p) => ({ label: `${p}`, rate: () => p, steps: 3 }))).spec);
    assert.ok(at(0.01, 0.1).includes('"type":"log"'));
    assert.ok(!at(0.02, 0.1).includes('"type":"log"'));
  });

  test("loss: the epoch of the lowest median, and the rise after it", () => {
    // Seeds add 0.01, 0.02 and 0.03; the lowest validation loss is at epoch 2: 3 e^-4 + 0.5 + 0.02 = 0.575.
    assert.equal(
      EXAMPLES["loss-one"].answer,
      "Validation loss is lowest at 0.575 at epoch 2, median of 3 seeds; it is 0.146 higher at the end.",
    );
  });

  test("loss: still falling, and divergence counted", () => {
    const { answer } = EXAMPLES["loss-diverged"];
    assert.match(answer, /at epoch 4, .*still falling at the end\. 1 of 3 runs diverged\.$/);
  });

  test("loss: another question is answered by the caller, in the alt text too", () => {
    const words = { title: "Do they agree?", subtitle: "They differ by 2 nats." };
    const { answer, alt, spec } = lossChart([{ label: "x", records: [record({ seed: 1 })] }], words);
    assert.equal(answer, words.subtitle);
    assert.ok(alt.endsWith(words.subtitle));
    assert.ok(JSON.stringify(spec).includes(words.title));
  });

  test("loss: runs that all broke are an answer, too", () => {
    const broken = { ...record({ seed: 1, divergedAt: 0 }), evaluations: [] };
    assert.equal(
      lossChart([{ label: "x", records: [broken] }]).answer,
      "No run kept a finite loss. 1 of 1 run diverged.",
    );
  });

  test("loss: a curve ends where half of the seeds have broken", () => {
    const records = [
      record({ seed: 1 }),
      record({ seed: 2, divergedAt: 60 }),
      record({ seed: 3, divergedAt: 60 }),
    ];
    const steps = rows(lossChart([{ label: "x", records }]).spec, "median").map(({ step }) => Number(step));
    assert.equal(Math.max(...steps), 50);
  });

  test("rate: best rate, band in decades, divergence", () => {
    const { answer } = EXAMPLES["rate-one"];
    assert.match(answer, /0\.3 is best, loss 0\.52 and macro-F1 0\.88/);
    assert.match(answer, /0\.1 to 1 \(1\.0 decade\) cannot be told from the best/);
    assert.match(answer, /2 of 18 runs diverged, from rate 3 on/);
  });

  test("rate: half or more diverged leaves no median there", () => {
    const line = rows(EXAMPLES["rate-one"].spec, "y").filter((row) => !("seed" in row));
    assert.equal(Math.max(...line.map(({ rate }) => Number(rate))), 1);
    const all = ratePoints(0.3).map((point) => ({ ...point, diverged: true }));
    assert.match(
      rateChart([{ label: "x", points: all }]).answer,
      /half of the runs or more diverged at every rate/,
    );
  });

  test("difference: the interval decides, in the direction that is better", () => {
    const row = { panel: "p", label: "r", mean: -1, low: -2, high: -0.5 };
    const words = { title: "t", subtitle: "s", unit: "u" };
    assert.match(differenceChart([row], words).alt, /\(\u22122 to \u22120\.5\), worse/);
    assert.match(differenceChart([row], { ...words, better: "lower" }).alt, /, better/);
    assert.match(differenceChart([{ ...row, high: 0 }], words).alt, /, cannot be told/);
  });
});

describe("bad input", () => {
  const wrong: [string, RegExp, () => unknown][] = [
    ["no schedules", /at least one/, () => scheduleChart([])],
    [
      "a NaN rate",
      /rate of "a" at step 2 is NaN/,
      () => scheduleChart([{ label: "a", rate: (t) => (t === 2 ? NaN : 1), steps: 5 }]),
    ],
    [
      "no steps",
      /whole number of steps >= 1, found 0/,
      () => scheduleChart([{ label: "a", rate: () => 1, steps: 0 }]),
    ],
    ["no groups", /at least one/, () => lossChart([])],
    ["an empty group", /"a" has no runs/, () => lossChart([{ label: "a", records: [] }])],
    [
      "one label twice",
      /share a label/,
      () => lossChart(["a", "a"].map((label) => ({ label, records: [record({ seed: 1 })] }))),
    ],
    ["no points", /at least one/, () => rateChart([{ label: "a", points: [] }])],
    [
      "rate 0",
      /must be > 0, found 0/,
      () => rateChart([{ label: "a", points: [{ ...ratePoints(1)[0], rate: 0 }] }]),
    ],
    ["no rows", /at least one/, () => differenceChart([], { title: "", subtitle: "", unit: "" })],
    [
      "a reversed interval",
      /low <= mean <= high/,
      () =>
        differenceChart([{ panel: "", label: "a", mean: 0, low: 1, high: 2 }], {
          title: "",
          subtitle: "",
          unit: "",
        }),
    ],
  ];
  for (const [name, message, call] of wrong) {
    test(name, () =>
      assert.throws(call, (error) => error instanceof InputError && message.test(error.message)),
    );
  }
});

/** All data rows of a specification that have a field. */
function rows(spec: object, field: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  JSON.stringify(spec, (key, value: unknown) => {
    if (key === "values" && Array.isArray(value)) {
      found.push(
        ...value.filter(
          (row): row is Record<string, unknown> => typeof row === "object" && row !== null && field in row,
        ),
      );
    }
    return value;
  });
  return found;
}
