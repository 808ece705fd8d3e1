// The fused engine against the plain float64 trainer of reference.ts: sizes around those of vectors and chunks,
// batches of every kind, every optimizer with and without its options.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Features } from "../../src/features";
import { cosine } from "../../src/schedules";
import { openRun, runSpec, type ModelSpec, type OptimizerSpec, type RunChoices } from "../../src/training";
import { followsReference, OPTIMIZERS } from "./fused-parts";
import { featuresOf } from "./helpers";
import { randomFeatures } from "./reference";

const HIDDEN = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100];
const CLASSES = [2, 3, 5, 7, 8, 9, 27, 77];
const ROWS = 83;
const BATCHES = [
  { batchSize: 1, epochs: 1 },
  { batchSize: 2, epochs: 1 },
  { batchSize: 3, epochs: 1 },
  { batchSize: 16, epochs: 3 },
  { batchSize: ROWS, epochs: 6 },
  { batchSize: 1000, epochs: 6 },
];

const known = new Map<number, Features>();
function featuresWith(classes: number): Features {
  const found = known.get(classes) ?? randomFeatures({ rows: ROWS, columns: 61, classes });
  known.set(classes, found);
  return found;
}

async function check(classes: number, model: ModelSpec, change: Partial<RunChoices>): Promise<void> {
  const features = featuresWith(classes);
  for (const [name, optimizer, peak] of OPTIMIZERS) {
    const schedule = cosine({ peak, steps: 100 });
    const choices = { model, optimizer, schedule, batchSize: 16, epochs: 2, seed: 3, ...change };
    const spec = await runSpec(features, { ...choices, engine: "fused" });
    await followsReference(spec, features, `${name}, ${JSON.stringify(model)}, ${classes} classes`);
  }
}

const OPTIONS: Partial<RunChoices> = { clipNorm: 0.3, labelSmoothing: 0.1 };

describe("the fused engine trains as the formulas do", () => {
  for (const [i, hidden] of HIDDEN.entries()) {
    const classes = CLASSES[i % CLASSES.length];
    test(`${hidden} hidden units, ${classes} classes`, async () => {
      await check(classes, { kind: "mlp", hidden }, i % 2 === 0 ? {} : OPTIONS);
    });
  }

  for (const [i, classes] of CLASSES.entries()) {
    test(`${classes} classes, with and without a hidden layer`, async () => {
      await check(classes, { kind: "linear" }, i % 2 === 0 ? {} : OPTIONS);
      await check(classes, { kind: "mlp", hidden: 6 }, i % 2 === 0 ? OPTIONS : {});
    });
  }

  for (const { batchSize, epochs } of BATCHES) {
    test(`batches of ${batchSize} of ${ROWS} messages`, async () => {
      for (const model of [{ kind: "linear" }, { kind: "mlp", hidden: 11 }] as const) {
        await check(5, model, { batchSize, epochs });
        await check(5, model, { batchSize, epochs, ...OPTIONS });
      }
    });
  }
});

describe("sizes at the edge", () => {
  const one = { indptr: [0, 1], indices: [0], values: [1], y: [1] };

  test("one column, one message, one unit", async () => {
    const features = featuresOf(1, 2, one, one);
    for (const model of [{ kind: "linear" }, { kind: "mlp", hidden: 1 }] as const) {
      for (const [name, optimizer, peak] of OPTIMIZERS) {
        const spec = await runSpec(features, {
          ...{ model, optimizer, schedule: peak, batchSize: 4, epochs: 20, engine: "fused" },
        });
        await followsReference(spec, features, name);
      }
    }
  });

  test("messages without a word are scored by the biases alone", async () => {
    const empty = { indptr: [0, 0, 0, 0], indices: [], values: [], y: [0, 1, 1] };
    const features = featuresOf(4, 2, empty, empty);
    const optimizer: OptimizerSpec = { kind: "sgd" };
    for (const model of [{ kind: "linear" }, { kind: "mlp", hidden: 3 }] as const) {
      const choices: RunChoices = {
        model,
        optimizer,
        schedule: 1,
        batchSize: 3,
        epochs: 200,
        engine: "fused",
      };
      const run = await openRun(await runSpec(features, choices), features);
      while (run.step < run.plannedSteps) run.advance();
      // The best that biases can do is the share of each class.
      const { score } = run.evaluate("train");
      const entropy = -(Math.log(1 / 3) / 3 + (2 * Math.log(2 / 3)) / 3);
      assert.ok(Math.abs(score.loss - entropy) < 1e-4, `${score.loss} instead of ${entropy}`);
      run.close();
    }
  });
});
