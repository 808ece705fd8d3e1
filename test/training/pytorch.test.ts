// Whole runs against PyTorch 2.13.0 in float64 (test/fixtures/training-vectors.json and its script, which has the
// random numbers, initial weights, orders, models and gradients written again).
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { constant, cosine } from "../../src/schedules";
import { runSpec, train, type OptimizerSpec, type RunChoices } from "../../src/training";
import vectors from "../fixtures/training-vectors.json";
import { featuresOf } from "./helpers";

type Vector = (typeof vectors.runs)[number];

const features = featuresOf(vectors.columns, vectors.classes, vectors.train, vectors.validation);
const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const OPTIMIZERS: Record<string, OptimizerSpec> = {
  sgd: { kind: "sgd" },
  momentum: { kind: "momentum", momentum: 0.9, nesterov: false },
  nesterov: { kind: "momentum", momentum: 0.9, nesterov: true },
  adam: { kind: "adam", ...adam },
  adamw: { kind: "adamw", ...adam, weightDecay: 0.1 },
};

function choicesOf(engine: "fused" | "tfjs", vector: Vector): RunChoices {
  const steps = vector.losses.length;
  const { peak } = vector;
  return {
    model: vector.model === "linear" ? { kind: "linear" } : { kind: "mlp", hidden: vectors.hidden },
    optimizer: OPTIMIZERS[vector.optimizer],
    schedule: vector.schedule === "cosine" ? cosine({ peak, steps }) : constant({ peak }),
    batchSize: vector.batch,
    epochs: vector.epochs,
    clipNorm: vector.clip,
    seed: vectors.seeds,
    engine,
  };
}

describe("runs are PyTorch's", () => {
  for (const engine of ["fused", "tfjs"] as const)
    for (const vector of vectors.runs) {
      const steps = vector.losses.length;
      const tolerance = steps === 1 ? 1e-5 : 1e-3;
      const clip = vector.clip === null ? "" : `, clipped at ${vector.clip}`;
      const name = `${engine}: ${vector.model}, ${vector.optimizer}, ${vector.schedule}${clip}`;
      test(`${steps === 1 ? "1 step" : `${steps} steps`} to ${tolerance}: ${name}`, async () => {
        const { record, weights } = await train(await runSpec(features, choicesOf(engine, vector)), features);
        assert.equal(record.status, "done");
        assert.equal(record.steps, steps);
        vector.losses.forEach((loss, t) => near(record.curve.loss[t], loss, tolerance, `loss of step ${t}`));
        near(
          record.evaluations[record.evaluations.length - 1].validation.loss,
          vector.validation,
          tolerance,
          "validation",
        );
        assert.equal(weights.arrays.length, vector.weights.length);
        vector.weights.forEach((expected, i) => {
          const { name: array, values } = weights.arrays[i];
          assert.equal(values.length, expected.length);
          expected.forEach((value, k) => near(values[k], value, tolerance, `${array}[${k}]`));
        });
      });
    }

  test("the fixture has one-step and 100-step runs, with last batches of two", () => {
    assert.deepEqual([...new Set(vectors.runs.map((run) => run.losses.length))], [1, 100]);
    assert.equal(features.splits.train.x.rows % 8, 2);
  });
});

/** Relative; numbers below .01 are held to the same absolute error as .01. */
function near(found: number, expected: number, tolerance: number, where: string): void {
  assert.ok(
    Math.abs(found - expected) <= tolerance * Math.max(0.01, Math.abs(expected)),
    `${where}: ${found} instead of ${expected}`,
  );
}
