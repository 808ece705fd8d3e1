// Both engines against prodigyopt 1.1.2 in float64 (test/fixtures/prodigy-vectors.json and its script): what each step
// measures, the rate that it was taken at, and the weights.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { constant, cosine } from "../../src/schedules";
import { foundRate, openRun, runSpec, train, type RunSpec } from "../../src/training";
import vectors from "../fixtures/prodigy-vectors.json";
import { featuresOf } from "./helpers";

type Vector = (typeof vectors.runs)[number];

const features = featuresOf(vectors.columns, vectors.classes, vectors.train, vectors.validation);

function specOf(engine: "fused" | "tfjs", vector: Vector): Promise<RunSpec> {
  const { model, schedule, peak, decay, d0, epsilon, corrected, batch, epochs, smoothing, clip, curve } =
    vector;
  const [beta1, beta2] = vectors.betas;
  return runSpec(features, {
    model: model === "linear" ? { kind: "linear" } : { kind: "mlp", hidden: vectors.hidden },
    optimizer: {
      ...{ kind: "prodigy", beta1, beta2, epsilon },
      ...{ weightDecay: decay, d0, biasCorrection: corrected },
    },
    schedule: schedule === "cosine" ? cosine({ peak, steps: curve.loss.length }) : constant({ peak }),
    batchSize: batch,
    epochs,
    labelSmoothing: smoothing,
    clipNorm: clip,
    seed: vectors.seeds,
    engine,
  });
}

function nameOf({ model, schedule, peak, decay, d0, corrected, clip, smoothing, batch }: Vector): string {
  const options = [
    peak !== 1 && `from ${peak}`,
    decay > 0 && `decay ${decay}`,
    corrected && "bias correction",
    clip !== null && `clip ${clip}`,
    smoothing > 0 && `smoothing ${smoothing}`,
  ].filter((option) => option !== false);
  return [model, schedule, `batches of ${batch}`, `d0 ${d0}`, ...options].join(", ");
}

/** Numbers below these are held to the same absolute error as they are: a float32 near 0 has no more. */
const SMALLEST = { loss: 0.01, rate: 1e-9, gradientNorm: 0.01 };
/** TensorFlow.js takes the update ratio from weights that are rounded already: 1e-8 of them. */
const SMALLEST_RATIO = { fused: 1e-6, tfjs: 2e-3 };

for (const engine of ["fused", "tfjs"] as const) {
  describe(`${engine}: Prodigy is prodigyopt's`, () => {
    for (const vector of vectors.runs) {
      const steps = vector.curve.loss.length;
      const tolerance = steps === 1 ? 1e-5 : 1e-3;
      test(`${steps === 1 ? "1 step" : `${steps} steps`} to ${tolerance}: ${nameOf(vector)}`, async () => {
        const { record, weights } = await train(await specOf(engine, vector), features);
        const { curve, evaluations } = record;
        assert.equal(record.steps, steps);
        for (const name of ["loss", "rate", "gradientNorm", "updateRatio"] as const) {
          assert.equal(curve[name].length, steps);
          const smallest = name === "updateRatio" ? SMALLEST_RATIO[engine] : SMALLEST[name];
          vector.curve[name].forEach((expected, t) => {
            assert.equal(curve[name][t], Math.fround(curve[name][t]), "float32");
            near(curve[name][t], expected, tolerance, smallest, `${name} of step ${t}`);
          });
        }
        // An evaluation has the rate of the step that comes next, and of the last one at the end.
        for (const { step, rate } of evaluations) assert.equal(rate, curve.rate[Math.min(step, steps - 1)]);
        const last = evaluations[evaluations.length - 1];
        near(last.train.loss, vector.train, tolerance, SMALLEST.loss, "training loss, not smoothed");
        near(last.validation.loss, vector.validation, tolerance, SMALLEST.loss, "validation loss");
        vector.weights.forEach((expected, i) => {
          const { name, values } = weights.arrays[i];
          assert.equal(expected.length, Math.ceil(values.length / vector.every));
          // Each array is held to the size of its largest weight.
          const largest = Math.max(0.01, ...expected.map(Math.abs));
          expected.forEach((value, k) => {
            const at = k * vector.every;
            near(values[at], value, tolerance, largest, `${name}[${at}]`);
          });
        });
      });
    }
  });
}

describe("Prodigy", () => {
  test("the vectors let d move, by a thousandfold and more, and at some steps not at all", () => {
    for (const { curve, d, d0, schedule } of vectors.runs.filter(({ curve }) => curve.loss.length === 100)) {
      assert.ok(d > 100 * d0);
      if (schedule === "constant") {
        const rates = curve.rate;
        assert.ok(rates.some((rate, t) => t > 0 && rate === rates[t - 1]));
        assert.ok(rates.every((rate, t) => t === 0 || rate >= rates[t - 1]));
      }
    }
  });

  test("the found rate is d of the last step, whatever the schedule made of it", async () => {
    const vector = vectors.runs.find(({ schedule, model }) => schedule === "cosine" && model === "mlp");
    assert.ok(vector !== undefined);
    const spec = await specOf("fused", vector);
    const { record } = await train(spec, features);
    near(foundRate(record) ?? 0, vector.d, 1e-3, 0, "d");
    const run = await openRun(spec, features);
    while (run.step < run.plannedSteps - 1) run.advance();
    near(foundRate(record) ?? 0, run.scale, 1e-6, 0, "d before the last step");
    run.close();
    assert.equal(foundRate({ ...record, spec: { ...spec, optimizer: { kind: "sgd" } } }), null);
  });

  test("a multiplier of 0 takes no step, and is as if the step had not been", async () => {
    const vector = vectors.runs[vectors.runs.length - 1];
    const spec = await specOf("fused", vector);
    const [a, b] = [await openRun(spec, features), await openRun(spec, features)];
    const before = a.weights();
    const report = a.advance(0);
    assert.deepEqual([report.rate, report.updateRatio], [0, 0]);
    assert.deepEqual(a.weights(), before);
    // What batches saw first differs; what the optimizer keeps does not.
    assert.equal(a.scale, b.scale);
    const t = { a: a.advance(1), b: (b.advance(0), b.advance(1)) };
    assert.deepEqual(t.a, t.b);
    a.close();
    b.close();
  });

  test("the estimate is kept by a checkpoint", async () => {
    const vector = vectors.runs.find(({ curve }) => curve.loss.length === 100);
    assert.ok(vector !== undefined);
    const run = await openRun(await specOf("fused", vector), features);
    while (run.step < 5) run.advance();
    const [checkpoint, scale] = [run.checkpoint(), run.scale];
    const on = [run.advance(), run.advance()];
    assert.ok(run.scale > scale);
    run.restore(checkpoint);
    assert.equal(run.scale, scale);
    assert.deepEqual([run.advance(), run.advance()], on);
    run.close();
  });
});

/** Relative to the expected number, or to `smallest` where that is smaller. */
function near(found: number, expected: number, tolerance: number, smallest: number, where: string): void {
  const allowed = tolerance * Math.max(smallest, Math.abs(expected));
  assert.ok(Math.abs(found - expected) <= allowed, `${where}: ${found} instead of ${expected}`);
}
