import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as ts from "typescript";
import { datasetFromCsv, mend } from "../../src/data";
import { assertOneFactor, GATE_RULES, severalFactors } from "../../src/evaluation";
import { readNotebook } from "../../src/jupyter";
import { CHECK, check, type CheckResult } from "../../src/notebook";
import { cosine, meanRate, peakForMeanRate, warmup } from "../../src/schedules";
import { specDifferences } from "../../src/training";
import { compareWriteUp } from "../../src/writeup";

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
  const short = "const mine = warmup(cosine({ peak: 0.4, steps: steps - 2 }), { steps: 2 });";
  answers("03-decay-schedules", "warm", { steps: 470, warm: 24 }, { [short]: "too short or too long" });
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

  const plan = { id: "a", rules: GATE_RULES };
  const planned = (rules: object, id = "b") => ({ id, rules: { ...GATE_RULES, ...rules } });
  answers(
    "04-selection-gate",
    "rules",
    { plan, planned },
    {
      "const smaller = planned({}, plan.id);": "counts messages",
      "const smaller = planned({ sliceMessages: 100 });": "in points of accuracy",
      "const smaller = planned({ sliceMessages: 100, sliceMargin: -3 });": "without a sign",
      "const smaller = planned({ sliceMessages: 100, sliceMargin: 3, spreadMargin: 5 });":
        "leave the other rules out",
      "const smaller = planned({ sliceMessages: 100, sliceMargin: 3 });": null,
    },
  );

  const passed = { loss: true, accuracy: false, "slice short": null, "slice long": false };
  const criteria = Object.entries(passed).map(([name, answer]) => ({ name, passed: answer }));
  answers(
    "04-selection-gate",
    "stopped",
    { hotResult: { verdict: { criteria } } },
    {
      "const stoppedBy = ['accuracy', 'slice short', 'slice long'];": "null is not false",
      "const stoppedBy = ['accuracy'];": "all three groups",
      "const stoppedBy = ['short'];": "written as in the verdict",
      "const stoppedBy = ['slice long', 'accuracy'];": null,
    },
  );

  answers(
    "05-common-mistakes",
    "fair",
    { spec, raised, severalFactors, assertOneFactor },
    {
      "const before = spec(1), after = spec(1, { ...raised, batchSize: 32 });":
        "batchSize, schedule|schedule, batchSize",
      "const before = spec(1), after = spec(1, { batchSize: 32 });":
        "the question was whether the rate matters",
      "const before = spec(1), after = spec(1);": "the question was whether the rate matters",
      "const before = spec(1, { epochs: 8 }), after = spec(1, { ...raised, epochs: 8 });": null,
    },
  );

  const found = ["text", "intent", "split"].map((role) => ({ column: `my ${role}`, couldBe: role }));
  answers(
    "06-your-own-data",
    "columns",
    { found },
    {
      "const columns = { split: undefined };": "only the names of splits",
      "const columns = { split: 'my intent' };": "only the names of splits",
      "const columns = { split: 'my split' };": null,
    },
  );
  answers(
    "06-your-own-data",
    "columns",
    { found: found.slice(0, 2) },
    {
      "const columns = { split: undefined }; // a file that has none": null,
    },
  );

  const faults = [
    "a,Refund,train",
    "b,refund,train",
    "c,refund,train",
    "c,other,train",
    "d,other,test",
    "d,other,train",
  ];
  const rows = [...faults, "e,refund,test", "f,other,dev", "g,refund,dev", "h,other,train"];
  const raw = datasetFromCsv(`text,intent,split\n${rows.join("\n")}\n`);
  const mended = (choices: string) => `const mended = mend(raw, { ${choices} });`;
  answers(
    "06-your-own-data",
    "mend",
    { mend, raw },
    {
      [mended("")]: "which choice writes them alike",
      [mended('variants: "fold"')]: "nobody knows which",
      [mended('variants: "fold", conflicts: "drop"')]: "look at leaks",
      [mended('variants: "fold", conflicts: "drop", leaks: "from-test"')]: "asks other questions",
      [mended('variants: "fold", conflicts: "drop", leaks: "from-training"')]: null,
    },
  );

  const fresh = "# Title\n\nIt gets [89.2%](#s2) of the messages right.\n\nIt took [60](#s1) runs.\n";
  answers(
    "07-write-up",
    "edit",
    { text: fresh, verified: { fresh }, compareWriteUp },
    {
      "const rounded = text;": "text.replace",
      'const rounded = text.replace("89.2", "99.2").replace("60", "6");': "one number in one place",
      'const rounded = text.replace("Title", "Tale");': "leave the words as they are",
      'const rounded = text.replace("60", "6");': null,
    },
  );
});
