// Whole range tests on a small part of the project's data.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom } from "../../src/data";
import { finalOf, PRODIGY } from "../../src/training";
import { defaultRange, rangeTest, sweepRates } from "../../src/tuning";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "../training/helpers";

const features = smallFeatures();
const fixed = { model: { kind: "linear" }, batchSize: 32, epochs: 8 } as const;

describe("rangeTest", () => {
  test("its answer does as well as the best of a coarse sweep, within the seeds' noise", async () => {
    const seen: [number, number][] = [];
    const found = await rangeTest(
      features,
      { ...fixed, seeds: [1, 2], maxRates: 6 },
      { onProgress: ({ done, total }) => seen.push([done, total]) },
    );
    assert.ok(found.answer !== null, found.reason);
    assert.equal(found.walks.length, 2);
    assert.equal(found.runs, 2 + 2 * found.ladder.length);
    assert.deepEqual(
      seen.map(([done]) => done),
      Array.from({ length: found.runs }, (_, i) => i + 1),
    );
    assert.ok(seen.every(([, total]) => total === found.study.runs && found.runs <= total));
    const rates = found.ladder.map(({ rate }) => rate);
    assert.deepEqual(
      rates,
      [...rates].sort((a, b) => a - b),
    );
    assert.deepEqual(
      found.walks.map(({ run, seed }) => [
        run.record.spec.schedule.kind,
        run.record.spec.seeds.order === seed,
      ]),
      [
        ["geometric", true],
        ["geometric", true],
      ],
    );
    const { points } = await sweepRates(features, {
      ...fixed,
      seeds: [1, 2],
      rates: [found.answer.rate, 0.01, 0.1, 1, 3, 10, 30],
    });
    const scores = points.map(({ macroF1 }) => macroF1.mean);
    // 60 messages to validate: a message is 1.7 points.
    assert.ok(scores[0] >= Math.max(...scores) - 0.05, `${scores.join(" ")} at ${found.answer.rate}`);
  });

  test("labels that do not follow from the messages: no clear answer, and no whole run is spent", async () => {
    const shuffled = (y: Int32Array, seed: number): Int32Array =>
      Int32Array.from(createRandom(seed).shuffle([...y]));
    const { train, validation, test: sealed } = features.splits;
    const splits = {
      train: { ...train, y: shuffled(train.y, 1) },
      validation: { ...validation, y: shuffled(validation.y, 2) },
      test: sealed,
    };
    const found = await rangeTest({ ...features, splits }, { ...fixed, seeds: [1, 2] });
    assert.equal(found.answer, null);
    assert.match(found.reason, /no clear answer/);
    assert.deepEqual([found.runs, found.ladder, found.guess, found.edge], [2, [], null, null]);
  });

  test("walks alone cost one run a seed; a range that ends too early says so", async () => {
    const choices = { ...fixed, seeds: [1], confirm: false, low: 0.01, high: 1 };
    const found = await rangeTest(features, choices);
    assert.deepEqual([found.runs, found.ladder.length, found.edge], [1, 0, "high"]);
    assert.match(found.reason, /still falling at 1, the end of the range/);
    assert.deepEqual([found.answer?.low, found.answer?.high], [null, null]);
    assert.ok(finalOf(found.walks[0].run.record).validation.loss < found.priorLoss);
  });

  test("what makes no sense is refused before any run", async () => {
    const refused = (change: object, ...parts: string[]): Promise<void> =>
      assert.rejects(rangeTest(features, { ...fixed, ...change }), inputError(...parts));
    await refused({ low: 0 }, "rangeTest", "found 0");
    await refused({ low: 1, high: 5 }, "ten times");
    await refused({ high: Infinity }, "Infinity");
    await refused({ maxRates: 2 }, "maxRates", "2");
    await refused({ seeds: [] }, "at least one seed");
    await refused({ seeds: [1, 1] }, "differ");
    await refused({ epochs: 0 }, "epochs");
    await refused({ walkEpochs: 0.5 }, "walkEpochs");
    await refused({ optimizer: PRODIGY }, "finds its own rate");
  });
});

test("the default range goes with the optimizer", () => {
  assert.deepEqual(defaultRange({ kind: "sgd" }), { low: 0.03, high: 1000 });
  const momentum = defaultRange();
  assert.ok(Math.abs(momentum.low - 0.003) < 1e-12 && Math.abs(momentum.high - 100) < 1e-9);
  assert.deepEqual(defaultRange({ kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }), {
    low: 1e-5,
    high: 1,
  });
  assert.deepEqual(defaultRange(PRODIGY), { low: 0.1, high: 10 }, "multiplies what the optimizer finds");
});
