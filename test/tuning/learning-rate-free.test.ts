// The learning-rate-free baseline on a small part of the project's data.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { finalOf, openRun, plannedSteps, PRODIGY, runSpec, train } from "../../src/training";
import { learningRateFree, sweepRates } from "../../src/tuning";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "../training/helpers";

const features = smallFeatures();
const fixed = { model: { kind: "mlp", hidden: 16 }, batchSize: 16, epochs: 15 } as const;
const seeds = [1, 2, 3];

describe("learningRateFree", () => {
  test("is one run of Prodigy a seed, along a cosine from 1, declared as that", async () => {
    const seen: [number, number][] = [];
    const { study, point, found } = await learningRateFree(
      features,
      { ...fixed, seeds },
      { onProgress: ({ done, total }) => seen.push([done, total]) },
    );
    assert.deepEqual([study.factor, study.runs, study.seeds], ["optimizer", 3, seeds]);
    assert.match(study.rule, /never selected/);
    assert.deepEqual(
      seen,
      [1, 2, 3].map((done) => [done, 3]),
    );
    assert.equal(point.rate, 1);
    for (const [i, { record }] of point.runs.entries()) {
      const { spec } = record;
      assert.deepEqual(spec.optimizer, PRODIGY);
      assert.deepEqual([spec.model, spec.batchSize, spec.epochs], [fixed.model, 16, 15]);
      assert.deepEqual(spec.seeds, { init: seeds[i], order: seeds[i] });
      const steps = plannedSteps(features, fixed);
      assert.deepEqual(spec.schedule, { kind: "cosine", peak: 1, steps, floor: 0 });
      // The run taken step by step knows d itself; the record has it times the schedule.
      const run = await openRun(spec, features);
      while (run.step < steps - 1) run.advance();
      assert.ok(Math.abs(found[i] / run.scale - 1) < 1e-6, `${found[i]}, ${run.scale}`);
      assert.ok(found[i] > 100 * PRODIGY.d0 && found[i] < 1);
      run.close();
    }
  });

  test("gets where a tuned rate does, from a start that is far too low", async () => {
    const { point } = await learningRateFree(features, { ...fixed, seeds });
    const momentum = await sweepRates(features, { ...fixed, rates: [0.03, 0.1, 0.3], seeds });
    const best = Math.max(...momentum.points.map(({ macroF1 }) => macroF1.mean));
    assert.ok(point.macroF1.mean > best - 0.1, `${point.macroF1.mean}, best ${best}`);
    // An Adam that stays at d0 learns next to nothing in this time.
    const adam = { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
    const { record } = await train(
      await runSpec(features, { ...fixed, optimizer: adam, schedule: PRODIGY.d0 }),
      features,
    );
    assert.ok(finalOf(record).validation.macroF1 < point.macroF1.mean - 0.3);
  });

  test("takes Prodigy as it is asked for, and refuses what cannot be run before it runs", async () => {
    const prodigy = { ...PRODIGY, weightDecay: 0.1, d0: 1e-5 };
    const { point } = await learningRateFree(features, { ...fixed, epochs: 1, seeds: [4], prodigy });
    assert.deepEqual(point.runs[0].record.spec.optimizer, prodigy);
    const refused = (change: object, part: string): Promise<void> =>
      assert.rejects(learningRateFree(features, { ...fixed, seeds: [1], ...change }), inputError(part));
    await refused({ seeds: [] }, "at least one seed");
    await refused({ seeds: [1, 1] }, "must differ");
    await refused({ batchSize: 0 }, "batchSize");
    await refused({ prodigy: { ...PRODIGY, d0: 0 } }, "optimizer.d0");
  });
});
