// Every engine against PyTorch 2.13.0 in float64: each option, and what each step measures
// (test/fixtures/engine-vectors.json and its script).
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { constant, cosine, oneCycle, type Schedule } from "../../src/schedules";
import { runSpec, train, type OptimizerSpec, type RunSpec } from "../../src/training";
import vectors from "../fixtures/engine-vectors.json";
import { featuresOf } from "./helpers";

type Vector = (typeof vectors.runs)[number];
type EngineName = RunSpec["engine"]["name"];

const ENGINES: readonly EngineName[] = ["fused", "tfjs"];

const features = featuresOf(vectors.columns, vectors.classes, vectors.train, vectors.validation);
const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

function optimizerOf({ optimizer, decay }: Vector): OptimizerSpec {
  const coupled = decay > 0 ? { weightDecay: decay } : {};
  switch (optimizer) {
    case "sgd":
      return { kind: "sgd", ...coupled };
    case "momentum":
    case "nesterov":
      return { kind: "momentum", momentum: 0.9, nesterov: optimizer === "nesterov", ...coupled };
    case "adam":
      return { kind: "adam", ...adam, ...coupled };
    default:
      return { kind: "adamw", ...adam, weightDecay: decay };
  }
}

function scheduleOf({ schedule, peak, curve }: Vector): Schedule {
  const steps = curve.loss.length;
  if (schedule === "cosine") return cosine({ peak, steps });
  return schedule === "oneCycle" ? oneCycle({ peak, steps }) : constant({ peak });
}

async function specOf(engine: EngineName, vector: Vector): Promise<RunSpec> {
  const spec = await runSpec(features, {
    model: vector.model === "linear" ? { kind: "linear" } : { kind: "mlp", hidden: vectors.hidden },
    optimizer: optimizerOf(vector),
    schedule: scheduleOf(vector),
    batchSize: vector.batch,
    epochs: vector.epochs,
    labelSmoothing: vector.smoothing,
    clipNorm: vector.clip,
    seed: vectors.seeds,
    engine,
  });
  assert.equal(spec.engine.name, engine);
  return spec;
}

function nameOf({ model, optimizer, schedule, batch, clip, decay, smoothing }: Vector): string {
  const options = [
    clip !== null && `clip ${clip}`,
    decay > 0 && `decay ${decay}`,
    smoothing > 0 && `smoothing ${smoothing}`,
  ].filter((option) => option !== false);
  return [model, optimizer, schedule, `batches of ${batch}`, ...options].join(", ");
}

/** Numbers below these are held to the same absolute error as they are: a float32 near 0 has no more. */
const SMALLEST = { loss: 0.01, gradientNorm: 0.01, updateRatio: 1e-4, overshoot: 0.1, weight: 0.01 };

for (const engine of ENGINES) {
  describe(`${engine}: runs are PyTorch's`, () => {
    for (const vector of vectors.runs) {
      const steps = vector.curve.loss.length;
      const tolerance = steps === 1 ? 1e-5 : 1e-3;
      test(`${steps === 1 ? "1 step" : `${steps} steps`} to ${tolerance}: ${nameOf(vector)}`, async () => {
        const { record, weights } = await train(await specOf(engine, vector), features);
        const { curve } = record;
        assert.equal(record.steps, steps);
        for (const name of ["loss", "gradientNorm", "updateRatio", "overshoot"] as const) {
          assert.equal(curve[name].length, steps);
          vector.curve[name].forEach((expected, t) => {
            assert.equal(curve[name][t], Math.fround(curve[name][t]), "float32");
            near(curve[name][t], expected, tolerance, SMALLEST[name], `${name} of step ${t}`);
          });
        }
        const last = record.evaluations[record.evaluations.length - 1];
        near(last.train.loss, vector.train, tolerance, SMALLEST.loss, "training loss, not smoothed");
        near(last.validation.loss, vector.validation, tolerance, SMALLEST.loss, "validation loss");
        assert.equal(weights.arrays.length, vector.weights.length);
        vector.weights.forEach((expected, i) => {
          const { name, values } = weights.arrays[i];
          assert.equal(expected.length, Math.ceil(values.length / vector.every));
          expected.forEach((value, k) => {
            const at = k * vector.every;
            near(values[at], value, tolerance, SMALLEST.weight, `${name}[${at}]`);
          });
        });
      });
    }
  });
}

describe("the vectors", () => {
  test("have every optimizer with every option, one step and 100, and batches of odd sizes", () => {
    const runs = vectors.runs as readonly Vector[];
    for (const optimizer of ["sgd", "momentum", "nesterov", "adam", "adamw"]) {
      for (const steps of [1, 100]) {
        const some = runs.filter((run) => run.optimizer === optimizer && run.curve.loss.length === steps);
        assert.deepEqual([...new Set(some.map((run) => run.model))].sort(), ["linear", "mlp"]);
        for (const option of ["clip", "decay", "smoothing"] as const) {
          assert.ok(
            some.some((run) => (run[option] ?? 0) > 0),
            `${optimizer}: ${option}`,
          );
        }
      }
    }
    const rows = features.splits.train.x.rows;
    const lastBatches = runs.map(({ batch }) => rows % batch);
    assert.deepEqual([...new Set(lastBatches)].sort(), [0, 1, 5]);
    assert.ok(
      vectors.train.indptr.some((from, row) => from === vectors.train.indptr[row + 1]),
      "an empty row",
    );
  });

  test("clip where clipping bites, and oppose gradients as well as agreeing", () => {
    for (const { clip, curve } of vectors.runs) {
      if (clip !== null) assert.ok(curve.gradientNorm.every((norm) => norm > clip) || curve.loss.length > 1);
      if (curve.loss.length === 1) continue;
      assert.ok(Math.max(...curve.overshoot) > 0.2 && Math.min(...curve.overshoot) < -0.2);
    }
  });
});

/** Relative to the expected number, or to `smallest` where that is smaller. */
function near(found: number, expected: number, tolerance: number, smallest: number, where: string): void {
  const allowed = tolerance * Math.max(smallest, Math.abs(expected));
  assert.ok(Math.abs(found - expected) <= allowed, `${where}: ${found} instead of ${expected}`);
}
