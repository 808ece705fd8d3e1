// Long runs of the fused engine against the plain float64 trainer: rows of weights that no batch touches for hundreds
// of steps are brought up to date as if they had moved at every step, over several windows of 256 steps.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WINDOW } from "../../src/training/fused/layout";
import { cosine, oneCycle } from "../../src/schedules";
import { PRODIGY, runSpec, type OptimizerSpec, type RunChoices } from "../../src/training";
import { followsReference } from "./fused-parts";
import { randomFeatures } from "./reference";

// One message a step, so that each of the last 12 columns is touched once in 300 steps.
const features = randomFeatures({ rows: 300, columns: 40, classes: 5, rare: 12 });
const long = { batchSize: 1, epochs: 3, seed: 2 };
const steps = 900;

const heavy = (nesterov: boolean, weightDecay?: number): OptimizerSpec => ({
  ...{ kind: "momentum", momentum: 0.99, nesterov },
  ...(weightDecay === undefined ? {} : { weightDecay }),
});
const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

const RUNS: readonly (readonly [string, OptimizerSpec, Partial<RunChoices>])[] = [
  ["momentum .99", heavy(false), {}],
  ["momentum .99 with decay", heavy(false, 0.02), {}],
  ["momentum .99, clipped and smoothed", heavy(false), { clipNorm: 0.5, labelSmoothing: 0.1 }],
  ["nesterov .99", heavy(true), {}],
  ["nesterov .99 with decay, clipped", heavy(true, 0.02), { clipNorm: 0.5 }],
  ["momentum 0", { kind: "momentum", momentum: 0, nesterov: false }, {}],
  ["sgd with decay", { kind: "sgd", weightDecay: 0.05 }, {}],
  ["adam", { kind: "adam", ...adam }, {}],
  ["adam with decay, clipped", { kind: "adam", ...adam, weightDecay: 0.01 }, { clipNorm: 0.5 }],
  ["adamw", { kind: "adamw", ...adam, weightDecay: 0.2 }, {}],
  [
    "prodigy",
    { ...PRODIGY, d0: 1e-4, weightDecay: 0.2, biasCorrection: true },
    { clipNorm: 0.5, labelSmoothing: 0.1 },
  ],
];

describe("long runs of the fused engine", () => {
  test("the windows close within epochs, and gaps are longer than a window", () => {
    assert.equal(WINDOW, 256);
    const { indices, rows } = features.splits.train.x;
    assert.equal(rows, 300);
    for (let column = 28; column < 40; column++) {
      assert.equal(indices.filter((found) => found === column).length, 1, `column ${column}`);
    }
  });

  for (const model of [{ kind: "linear" }, { kind: "mlp", hidden: 6 }] as const) {
    for (const [name, optimizer, change] of RUNS) {
      test(`${model.kind}, ${name}: ${steps} steps`, async () => {
        const schedule = cosine({ peak: 0.002, steps });
        const choices = { ...long, model, optimizer, schedule, engine: "fused", ...change } as const;
        await followsReference(await runSpec(features, choices), features, name, LONG);
      });
    }

    for (const nesterov of [false, true]) {
      for (const weightDecay of [0, 0.02]) {
        test(`${model.kind}, one-cycle with moving momentum, nesterov ${nesterov}, decay ${weightDecay}`, async () => {
          const optimizer: OptimizerSpec = { kind: "momentum", momentum: 0.1, nesterov, weightDecay };
          const schedule = oneCycle({ peak: 0.02, steps, momentum: { high: 0.97, low: 0.6 } });
          const choices = { ...long, model, optimizer, schedule, engine: "fused" } as const;
          await followsReference(await runSpec(features, choices), features, "one-cycle", LONG);
        });
      }
    }
  }
});

const LONG = { first: 1e-5, later: 1e-3 };
