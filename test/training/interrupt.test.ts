// A run that is watched step by step, and one that is interrupted: what it has done, and what may not be done with it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { lossChart } from "../../src/charts";
import { armOf } from "../../src/evaluation/arm";
import { crossEntropy } from "../../src/metrics";
import { diagnose } from "../../src/signals";
import {
  finalOf,
  openRun,
  predict,
  runSpec,
  servedModel,
  train,
  type Curve,
  type RunChoices,
  type RunRecord,
  type RunSpec,
  type TrainedRun,
} from "../../src/training";
import { openStore } from "../../src/tuning";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "./helpers";

const features = smallFeatures();
// 150 messages in batches of 32: 5 steps an epoch.
const quick: RunChoices = { schedule: 0.1, model: { kind: "mlp", hidden: 8 }, batchSize: 32, epochs: 3 };

/** The run, interrupted after so many steps. */
async function stoppedAfter(spec: RunSpec, step: number): Promise<TrainedRun> {
  const control = new AbortController();
  if (step === 0) control.abort();
  return train(spec, features, {
    interrupt: control.signal,
    onStep: (soFar) => {
      if (soFar.step === step) control.abort();
    },
  });
}

for (const engine of ["fused", "tfjs"] as const) {
  describe(`${engine}: an interrupted run`, () => {
    test("holds the steps that were taken, as the whole run has them, and the scores of where it is", async () => {
      const spec = await runSpec(features, { ...quick, engine });
      const whole = (await train(spec, features)).record;
      const { record, weights } = await stoppedAfter(spec, 7);
      assert.equal(record.status, "interrupted");
      assert.deepEqual([record.steps, record.plannedSteps], [7, 15]);
      for (const name of Object.keys(whole.curve) as (keyof Curve)[]) {
        assert.deepEqual(record.curve[name], whole.curve[name].slice(0, 7), name);
      }
      assert.deepEqual(
        record.evaluations.map(({ step }) => step),
        [0, 5, 7],
      );
      assert.deepEqual(record.evaluations.slice(0, 2), whole.evaluations.slice(0, 2));
      assert.equal(finalOf(record).epoch, 7 / 5);
      // Its weights say what its record says.
      const { x, y } = features.splits.validation;
      const { labels, probabilities } = predict(weights, x);
      assert.deepEqual([...labels], [...record.predictions.validation]);
      const loss = crossEntropy(probabilities, y, { classes: features.labels.length, from: "probabilities" });
      assert.ok(Math.abs(loss - finalOf(record).validation.loss) < 1e-4, `${loss}`);
    });

    test("at an evaluation it is not scored twice; before the first step it is the start; after the last it is whole", async () => {
      const spec = await runSpec(features, { ...quick, engine });
      const steps = async (step: number) =>
        (await stoppedAfter(spec, step)).record.evaluations.map((e) => e.step);
      assert.deepEqual(await steps(5), [0, 5]);
      assert.deepEqual(await steps(0), [0]);
      assert.deepEqual((await stoppedAfter(spec, 15)).record, (await train(spec, features)).record);
    });

    test("a timer can interrupt it between two evaluations", async () => {
      const spec = await runSpec(features, { ...quick, engine, batchSize: 1, epochs: 1 });
      const control = new AbortController();
      setTimeout(() => control.abort(), 40);
      const { record } = await train(spec, features, { interrupt: control.signal, onStep: () => spin(5) });
      assert.equal(record.status, "interrupted");
      assert.ok(record.steps < record.plannedSteps / 2, `${record.steps} of ${record.plannedSteps}`);
    });

    test("a run that breaks has diverged, whoever interrupts it then", async () => {
      const spec = await runSpec(features, { ...quick, engine, schedule: 1e30 });
      const control = new AbortController();
      const { record } = await train(spec, features, {
        interrupt: control.signal,
        onStep: ({ curve }) => Number.isFinite(curve.loss.at(-1)) || control.abort(),
      });
      assert.equal(record.status, "diverged");
    });
  });

  test(`${engine}: whoever watches sees every step, with its evaluation, and changes nothing`, async () => {
    const spec = await runSpec(features, { ...quick, engine });
    const seen: [number, number, number][] = [];
    const { record } = await train(spec, features, {
      onStep: ({ step, curve, evaluations }) => seen.push([step, curve.loss.length, evaluations.length]),
    });
    assert.deepEqual(record, (await train(spec, features)).record);
    assert.deepEqual(
      seen,
      Array.from({ length: 15 }, (_, i) => [i + 1, i + 1, 1 + Math.floor((i + 1) / 5)]),
    );
  });
}

describe("what an interrupted run is not", () => {
  const stopped = async (): Promise<TrainedRun> => stoppedAfter(await runSpec(features, quick), 7);

  test("it is no run of a store, no model to serve, no run of an arm", async () => {
    const run = await stopped();
    const folder = mkdtempSync(join(tmpdir(), "lr-lab-interrupted-"));
    try {
      const store = await openStore(folder);
      await assert.rejects(store.put(run), inputError(/stopped at step 7 of 15.*train it to its end/));
      assert.deepEqual(await store.ids(), []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    assert.throws(() => servedModel(run, features), inputError(/stopped at step 7 of 15/));
    assert.throws(() => armOf([run], features), inputError(/stopped at step 7 of 15/));
  });

  test("its chart says where it was stopped; signals read it", async () => {
    const { record } = await stopped();
    const { answer, alt } = lossChart([{ label: "x", records: [record] }]);
    assert.match(answer, /^Stopped at step 7 of 15\. Validation loss is lowest at /);
    assert.ok(alt.endsWith(answer));
    const whole: RunRecord = (await train(record.spec, features)).record;
    const both = lossChart([{ label: "x", records: [whole, record] }]).answer;
    assert.match(both, /^1 of 2 runs were stopped early\. /);
    assert.equal(diagnose(record).run, record.id);
    const { record: start } = await stoppedAfter(record.spec, 0);
    assert.match(
      lossChart([{ label: "start", records: [start] }]).answer,
      /^Stopped at step 0 of 15\. .* at epoch 0; no step is scored yet\.$/,
    );
    assert.deepEqual(diagnose(start).findings, []);
  });

  test("the fused engine, taken to the same step by hand, is in the same place", async () => {
    const { record } = await stopped();
    const run = await openRun(record.spec, features);
    for (let step = 0; step < 7; step++) run.advance();
    assert.deepEqual(run.evaluate("validation").score, finalOf(record).validation);
    run.close();
  });
});

function spin(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
}
