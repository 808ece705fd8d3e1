// Reading, checking and expanding sweep files; the small data has 150 messages to train on.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DEFAULT_FEATURES } from "../../src/features";
import { cosine, warmup } from "../../src/schedules";
import { runId, runSpec, type RunSpec } from "../../src/training";
import { readSweep } from "../../src/tuning";
import { inputError } from "../data/fixtures";
import { features, planOf } from "./sweep-helpers";

const base = { schedule: 0.1, batchSize: 32, epochs: 4 };
const STEPS = Math.ceil(150 / 32) * 4;

describe("expansion", () => {
  test("flat and in order: the first path outermost, the seeds innermost", async () => {
    const plan = await planOf({
      base,
      grid: { epochs: [4, 2], "schedule.peak": [0.3, 0.1] },
      seeds: [7, { init: 1, order: 2 }],
    });
    assert.deepEqual(
      plan.runs.map(({ spec, point }) => [
        spec.epochs,
        (spec.schedule as { peak: number }).peak,
        spec.seeds,
        point,
      ]),
      [4, 2].flatMap((epochs, i) =>
        [0.3, 0.1].flatMap((peak, k) => [
          [epochs, peak, { init: 7, order: 7 }, 2 * i + k],
          [epochs, peak, { init: 1, order: 2 }, 2 * i + k],
        ]),
      ),
    );
    assert.deepEqual(plan.points[1], { values: { epochs: 4, "schedule.peak": 0.1 }, runs: [2, 3] });
  });

  test("the runs are those of runSpec, defaults and all", async () => {
    const [run] = (await planOf({ base: { schedule: 0.1 } })).runs;
    const spec = await runSpec(features, { schedule: 0.1 });
    assert.deepEqual(run.spec, spec);
    assert.equal(run.id, runId(spec));
  });

  test("a whole run spec is a base", async () => {
    const spec = await runSpec(features, { schedule: 0.2, seed: 5, optimizer: { kind: "sgd" }, clipNorm: 1 });
    const plan = await planOf({ base: spec });
    assert.deepEqual(plan.runs[0].spec, spec);
    const seeded = await planOf({ base: spec, seeds: [6] });
    assert.deepEqual(seeded.runs[0].spec, { ...spec, seeds: { init: 6, order: 6 } });
  });

  test("settings that an optimizer's kind has are filled in; a coupled decay of 0 is none", async () => {
    const plan = await planOf({
      base,
      grid: {
        optimizer: [
          { kind: "adamw" },
          { kind: "sgd", weightDecay: 0 },
          { nesterov: true },
          { kind: "prodigy", d0: 1e-5 },
        ],
      },
    });
    assert.deepEqual(
      plan.runs.map(({ spec }) => spec.optimizer),
      [
        { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
        { kind: "sgd" },
        { kind: "momentum", momentum: 0.9, nesterov: true },
        {
          ...{ kind: "prodigy", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
          ...{ weightDecay: 0, d0: 1e-5, biasCorrection: false },
        },
      ],
    );
  });

  test("a path inside another is set after it, whatever their order", async () => {
    const grid = { "schedule.peak": [0.3, 1], schedule: [{ kind: "cosine" }, { kind: "linear" }, 0.5] };
    const plan = await planOf({ base, grid });
    assert.deepEqual(
      plan.runs.slice(0, 3).map(({ spec }) => [spec.schedule.kind, (spec.schedule as { peak: number }).peak]),
      [
        ["cosine", 0.3],
        ["linear", 0.3],
        ["constant", 0.3],
      ],
    );
  });

  test("a schedule's missing lengths are the run's, whatever the grid makes of it", async () => {
    const inner = { kind: "cosine", peak: 0.5 };
    const plan = await planOf({
      base: { ...base, schedule: { kind: "warmup", inner, steps: 3 } },
      grid: { epochs: [4, 8], batchSize: [32, 150] },
    });
    const expected = [STEPS, 4, 2 * STEPS, 8].map(
      (steps) => warmup(cosine({ peak: 0.5, steps: steps - 3 }), { steps: 3 }).spec,
    );
    assert.deepEqual(
      plan.runs.map(({ spec }) => spec.schedule),
      expected,
    );
  });

  test("data and features are read as they are told", () => {
    const read = readSweep(
      '{"data": {"file": "a.csv", "text": "body"}, "features": {"char": [3, 5], "columns": {"kind": "hash", "size": 64}}, "base": {}}',
      "s.json",
    );
    assert.deepEqual(read.data, { file: "a.csv", text: "body" });
    assert.deepEqual(read.features, {
      ...DEFAULT_FEATURES,
      char: [3, 5],
      columns: { kind: "hash", size: 64 },
    });
    assert.equal(readSweep('{"base": {}}', "s.json").data, null);
  });
});

/** A sweep file and all that its refusal must say. */
const REFUSED: readonly (readonly [what: string, json: object, ...parts: string[]])[] = [
  ["an unknown optimizer", { base: { ...base, optimizer: { kind: "lion" } } }, "base.optimizer.kind", "lion"],
  [
    "a misspelt setting",
    { base: { ...base, optimizer: { kind: "sgd", momentum: 1 } } },
    "base.optimizer.momentum",
  ],
  ["a negative rate", { base: { ...base, schedule: -0.1 } }, "base.schedule.peak", "-0.1"],
  [
    "a negative rate in the grid",
    { base, grid: { "schedule.peak": [1, 2, -3] } },
    'grid["schedule.peak"][2]',
    "-3",
  ],
  [
    "NaN as a text",
    { base: { ...base, schedule: { kind: "constant", peak: "NaN" } } },
    "base.schedule.peak",
    "NaN",
  ],
  [
    "a short schedule",
    { base: { ...base, schedule: { kind: "cosine", peak: 1, steps: STEPS - 1 } } },
    "base.schedule.steps",
    String(STEPS - 1),
    String(STEPS),
  ],
  [
    "a schedule too short for one point",
    { base: { ...base, schedule: { kind: "cosine", peak: 1, steps: STEPS } }, grid: { epochs: [4, 5] } },
    "base.schedule.steps",
    "epochs = 5",
  ],
  ["another data hash", { base: { ...base, data: "0".repeat(64) } }, "base.data", "small.csv", features.data],
  ["another features hash", { base: { ...base, features: "1".repeat(64) } }, "base.features", features.hash],
  ["another version", { base: { ...base, version: 1 } }, "base.version is 1, not 2"],
  ["another build", { base: { ...base, engine: { name: "fused", build: "old" } } }, "base.engine", "old"],
  ["no hidden units", { base, grid: { "model.hidden": [64, 0] } }, 'grid["model.hidden"][1]', "0"],
  ["an unknown path", { base, grid: { "learning.rate": [1] } }, 'grid["learning.rate"]', '"learning"'],
  [
    "an unknown leaf",
    { base, grid: { "schedule.peek": [1] } },
    'grid["schedule.peek"][0]',
    "not a parameter",
  ],
  ["a path through a number", { base, grid: { "epochs.more": [1] } }, 'grid["epochs.more"]', "no parts"],
  ["a path to a prototype", { base, grid: { "model.__proto__.kind": [1] } }, 'grid["model.__proto__.kind"]'],
  ["a path to a constructor", { base, grid: { "model.constructor.kind": [1] } }, "constructor"],
  ["an unknown field", { base: { ...base, learningRate: 1 } }, "base.learningRate"],
  ["the seeds in the grid", { base, grid: { "seeds.init": [1] } }, 'grid["seeds.init"]', '"seeds"'],
  ["an empty list", { base, grid: { epochs: [] } }, "grid.epochs", "at least one"],
  ["no list", { base, grid: { epochs: 3 } }, "grid.epochs", "found 3"],
  ["no seeds", { base, seeds: [] }, "seeds must be a list"],
  ["a seed that is none", { base, seeds: [1, 1.5] }, "seeds[1]", "1.5"],
  ["the same run by its seeds", { base, seeds: [1, 2, 1] }, "seeds[2] gives the same run as seeds[0]"],
  [
    "the same run by its values",
    { base, grid: { epochs: [2, 3], "schedule.peak": [1, 2, 1.0] } },
    'grid["schedule.peak"][2] gives the same run as grid["schedule.peak"][0]',
  ],
  ["no schedule", { base: { epochs: 3 } }, "base.schedule is missing"],
  ["no base", { grid: {} }, "base must be an object"],
  ["an unknown member", { base, gird: {} }, "gird is not known"],
  [
    "too many runs",
    { base, grid: { epochs: Array(400).fill(1), batchSize: Array(400).fill(1) } },
    "160000 runs",
  ],
  ["bad features", { base, features: { word: [2, 1] } }, "features.word", "[2, 1]"],
  [
    "bad columns",
    { base, features: { columns: { kind: "hash", size: 0 } } },
    "features.columns.size",
    "found 0",
  ],
  ["bad halving", { base, halving: { factor: 1 } }, "halving.factor"],
  ["halving by training", { base, halving: { by: "train.loss" } }, "halving.by", "validation.loss"],
  ["halving over epochs", { base, grid: { epochs: [1, 2] }, halving: {} }, "grid.epochs"],
  ["a stop that is none", { base: { ...base, stop: 3 } }, "base.stop", "3"],
  ["an engine that is none", { base: { ...base, engine: "torch" } }, "base.engine", "torch"],
];

describe("refused before anything runs", () => {
  for (const [what, json, ...parts] of REFUSED) {
    test(what, () => assert.rejects(planOf(json), inputError(...parts)));
  }

  test("NaN and Infinity as other languages write them, by path", () => {
    const refused = (text: string, path: string): void =>
      assert.throws(() => readSweep(text, "s.json"), inputError("s.json", path, "not a finite number"));
    refused('{"base": {"schedule": {"kind": "constant", "peak": NaN}}}', "base.schedule.peak");
    refused(
      '{"base": {"about": "NaN, \\"Infinity\\""}, "grid": {"schedule.peak": [1, -Infinity]}}',
      'grid["schedule.peak"][1]',
    );
  });

  test("text that is no JSON", () => {
    for (const text of ["", "{", '{"base": NaN, }', "[1,2"]) {
      assert.throws(() => readSweep(text, "s.json"), inputError("s.json"));
    }
    assert.throws(() => readSweep("[]", "s.json"), inputError("the file must be an object"));
  });
});

test("the same spec whatever the order of its members", async () => {
  const ids = async (json: object): Promise<string[]> => (await planOf(json)).runs.map(({ id }) => id);
  assert.deepEqual(
    await ids({ base: { schedule: { peak: 0.1, kind: "constant" }, epochs: 2 } }),
    await ids({ base: { epochs: 2, schedule: { kind: "constant", peak: 0.1 } } }),
  );
  const spec: RunSpec = await runSpec(features, { schedule: 0.1, epochs: 2 });
  assert.deepEqual(await ids({ base: { schedule: 0.1, epochs: 2 } }), [runId(spec)]);
});
