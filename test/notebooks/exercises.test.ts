import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as ts from "typescript";
import { readNotebook } from "../../src/jupyter";
import { CHECK, check, type CheckResult } from "../../src/notebook";
import { cosine, meanRate, peakForMeanRate, warmup } from "../../src/schedules";
import { specDifferences } from "../../src/training";

const TSLAB = join("elsewhere", "node_modules", "tslab", "dist", "jupyter.js");

/** What a recipe's check says of an answer, without a kernel: the answer and the check cell run with these names. */
function told(recipe: string, id: string, answer: string, names: object = {}): CheckResult {
  const { cells } = readNotebook(join("notebooks", `${recipe}.ipynb`));
  const { source } = cells.find((cell) => cell.id === `${id}-check`)!;
  const { outputText } = ts.transpileModule(`${answer}\n${source}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const known = { check, cosine, meanRate, peakForMeanRate, specDifferences, warmup, ...names };
  const bundles: Record<string, unknown>[] = [];
  const lastWriteDisplayData = ({ data }: { data: Record<string, unknown> }) => bundles.push(data);
  const loaded = require.cache as Record<string, unknown>;
  loaded[TSLAB] = { exports: { lastWriteDisplayData } };
  try {
    new Function(...Object.keys(known), outputText)(...Object.values(known));
  } finally {
    delete loaded[TSLAB];
  }
  assert.equal(bundles.length, 1);
  return bundles[0][CHECK] as CheckResult;
}

/** Answers that people are likely to give, and a word of the hint that each must meet; null for a right one. */
function answers(recipe: string, id: string, names: object, given: Record<string, string | null>): void {
  for (const [answer, hint] of Object.entries(given)) {
    test(`${recipe}, ${id}: ${answer.split("\n")[0]}`, () => {
      const result = told(recipe, id, answer, names);
      if (hint === null) assert.deepEqual(result, { kind: "check", title: result.title, passed: true });
      else assert.match(result.hint ?? "no hint", new RegExp(hint));
    });
  }
}

describe("likely answers meet a hint that fits, and other right ones pass", () => {
  const learning = (body: string) => `const isLearning = (train, validation) => ${body};`;
  answers(
    "01-baseline",
    "reading",
    {},
    {
      [learning("train.last < train.first || validation.last < validation.first")]:
        "validation's last with its first",
      [learning("train.last < train.first && validation.last <= validation.first")]: "an equal value",
      [learning("validation.last < validation.first")]: "asked of training loss",
      [learning("false")]: "both losses fall",
      [learning("!(train.last >= train.first) && validation.first - validation.last > 0")]: null,
    },
  );

  const spec = (seed: number, more: object = {}) => ({
    batchSize: 64,
    epochs: 5,
    schedule: { kind: "constant", peak: 0.01 },
    seeds: { init: seed, order: seed },
    ...more,
  });
  const raised = { schedule: { kind: "constant", peak: 0.05 } };
  const specs = { start: 0.01, specs: [spec(1), spec(2)], spec, raised };
  answers("01-baseline", "next", specs, {
    "const next = [spec(101, { ...raised, batchSize: 128 }), spec(102, { ...raised, batchSize: 128 })];":
      "larger batches",
    "const next = [spec(101, raised), spec(102, raised)];": "seeds 1, 2, 3",
    "const next = [spec(1), spec(2)];": "5 \\* start",
    "const next = [spec(1, raised)];": "one run for each",
    "const next = [spec(1, { ...raised, epochs: 8 }), spec(2, raised)];": "defaults",
    "const next = [spec(1, raised), spec(2, raised)];": null,
  });

  answers(
    "02-upward-adjustment",
    "rungs",
    { start: 0.01 },
    {
      "const myRungs = [start, 10 * start];": "leap",
      "const myRungs = [2 * start, 5 * start, 10 * start];": "first rung is start",
      "const myRungs = [start, 2 * start, 4 * start];": "go on to 10",
      "const myRungs = [start, 5 * start, 2 * start, 10 * start];": "lowest to the highest",
      "const myRungs = [start, 3 * start, 9 * start, 27 * start];": null,
      "const myRungs = Array.from({ length: 10 }, (_, i) => (i + 1) * start);": null,
    },
  );

  const next = (body: string) => `const nextRate = (rate, stable, better) => ${body};`;
  answers(
    "02-upward-adjustment",
    "rule",
    {},
    {
      [next("stable ? 2 * rate : rate / 2")]: "third argument",
      [next("better ? 2 * rate : rate / 2")]: "second argument",
      [next("stable && better ? 2 * rate : rate")]: "second argument",
      [next("stable && better ? 2 * rate : rate - 0.1")]: "by a factor",
      [next("rate / 2")]: "free speed",
      [next("stable && better ? 1.5 * rate : 0.7 * rate")]: null,
    },
  );

  for (const steps of [35, 470]) {
    const warm = Math.max(1, Math.round(steps / 20));
    answers(
      "03-decay-schedules",
      "warm",
      { steps, warm },
      {
        "const mine = warmup(cosine({ peak: 0.4, steps: steps - 2 * warm }), { steps: 2 * warm });": null,
        "const mine = warmup(cosine({ peak: 9, steps: steps - warm }), { steps: warm });": null,
        "const mine = warmup(cosine({ peak: 0.4, steps: steps - 5 * warm }), { steps: 10 * warm });":
          "too short or too long",
        "const mine = cosine({ peak: 0.4, steps: steps });": "wrap the cosine",
      },
    );
  }
  const forgot = "const mine = warmup(cosine({ peak: 0.4, steps: steps }), { steps: 2 * warm });";
  answers("03-decay-schedules", "warm", { steps: 470, warm: 24 }, { [forgot]: "steps of its own" });

  answers(
    "03-decay-schedules",
    "fair",
    { steps: 35, peaks: [0.1] },
    {
      "const fairPeak = 2 * peaks[0];": null,
      "const fairPeak = peakForMeanRate(cosine({ peak: 0.7, steps: steps }), peaks[0], steps);": null,
      "const fairPeak = peaks[0] / 2;": "two mean rates",
    },
  );
});
