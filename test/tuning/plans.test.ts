// Plans of studies: made without a look at a message, plain JSON, and their cost is what is then spent.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Features } from "../../src/features";
import { constant, cosine } from "../../src/schedules";
import { plannedSteps } from "../../src/training";
import {
  adjustUpward,
  planAdjustUpward,
  planBaseline,
  planCompareSchedules,
  planRangeTest,
  rangeTest,
  usualPeaks,
  usualShapes,
  type StudyPlan,
} from "../../src/tuning";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "../training/helpers";

const features = smallFeatures();
const fixed = { model: { kind: "linear" }, batchSize: 32, epochs: 4 } as const;
const RUN = 20; // 150 messages in batches of 32, 4 times

/** Features whose messages and labels cannot be read: whoever trains on them fails. */
function sealed(): Features {
  const shut = (what: string): never => {
    throw new Error(`a plan read ${what}`);
  };
  const split = (rows: number): Features["splits"]["train"] =>
    ({
      x: {
        rows,
        columns: 512,
        get indices() {
          return shut("messages");
        },
        get values() {
          return shut("messages");
        },
      },
      get y() {
        return shut("labels");
      },
    }) as unknown as Features["splits"]["train"];
  return { ...features, splits: { train: split(150), validation: split(60), test: split(60) } };
}

const PLANS: [string, (features: Features) => Promise<StudyPlan>][] = [
  ["baseline", (given) => planBaseline(given, fixed)],
  ["range test", (given) => planRangeTest(given, fixed)],
  ["way up", (given) => planAdjustUpward(given, fixed)],
  ["comparison", (given) => planCompareSchedules(given, fixed)],
];

describe("plans", () => {
  for (const [name, make] of PLANS) {
    test(`${name}: nothing is read but how many messages there are, and the plan is plain JSON`, async () => {
      const plan = await make(sealed());
      assert.deepEqual(plan, await make(features));
      assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
      assert.equal(plan.study.runs, plan.cost.runs);
      assert.equal(plan.study.fixed["batch size"], "32");
      assert.equal(plan.study.fixed.model, "linear");
      assert.equal(plan.study.fixed.optimizer, "momentum 0.9");
    });
  }

  test("costs by hand", async () => {
    assert.equal(plannedSteps(features, fixed), RUN);
    const costs = await Promise.all(PLANS.map(async ([, make]) => (await make(features)).cost));
    assert.deepEqual(costs, [
      // 5 seeds.
      { runs: 5, steps: 5 * RUN, atMost: false },
      // 3 walks, and 8 rates with 3 seeds.
      { runs: 27, steps: 27 * RUN, atMost: true },
      // 8 rungs with 3 seeds.
      { runs: 24, steps: 24 * RUN, atMost: true },
      // 4 shapes, 11 peaks, 3 seeds; 5 fresh seeds for 1 + 3 x 3 settings.
      { runs: 132 + 50, steps: 182 * RUN, atMost: true },
    ]);
    const walks = await planRangeTest(features, { ...fixed, confirm: false, walkEpochs: 2, seeds: [7] });
    assert.deepEqual(walks.cost, { runs: 1, steps: RUN / 2, atMost: false });
  });

  test("the start is low, and goes with the optimizer", async () => {
    const rateOf = async (optimizer: Parameters<typeof usualPeaks>[0]): Promise<number> =>
      (await planBaseline(features, { ...fixed, optimizer })).rate;
    assert.equal(await rateOf(undefined), 0.01);
    assert.equal(await rateOf({ kind: "sgd" }), 0.1);
    assert.equal(await rateOf({ kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }), 3e-5);
    const { rates } = await planAdjustUpward(features, fixed);
    assert.deepEqual(rates, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]);
    const few = await planAdjustUpward(features, { ...fixed, start: 0.03, rungs: 4 });
    assert.deepEqual(few.rates, [0.03, 0.06, 0.15, 0.3]);
    assert.equal((await planBaseline(features, { ...fixed, rate: 0.2 })).reason, "given");
  });

  test("the usual peaks are half octaves; every usual shape has its whole decay inside the run", () => {
    const peaks = usualPeaks();
    assert.deepEqual([peaks[0], peaks[peaks.length - 1], peaks.length], [0.068, 2.2, 11]);
    for (let i = 1; i < peaks.length; i++) {
      assert.ok(Math.abs(peaks[i] / peaks[i - 1] / Math.SQRT2 - 1) < 0.05, "to two digits");
    }
    for (const { name, shape } of usualShapes(470)) {
      assert.ok(name === "fixed" || shape.steps === 470, name);
      assert.equal(Math.max(...Array.from({ length: 470 }, (_, t) => shape(t))), 1);
    }
    assert.equal(usualShapes(19).length, 2, "no room for phases");
  });

  test("an upward adjustment that finds no edge takes all that was planned, one that does takes less", async () => {
    for (const [rates, spent] of [
      [[0.1, 0.5], 4],
      [[0.1, 1e5, 2e5], 4],
    ] as const) {
      let done = 0;
      const choices = { ...fixed, rates, seeds: [1, 2] };
      const { plan } = await adjustUpward(features, choices, { onProgress: () => done++ });
      assert.equal(done, spent);
      assert.deepEqual(plan, await planAdjustUpward(features, choices));
      assert.equal(plan.cost.runs, 2 * rates.length);
    }
  });

  test("a range test that uses all its rates takes all that was planned", async () => {
    let done = 0;
    const choices = { ...fixed, epochs: 8, seeds: [1, 2], maxRates: 3 };
    const { plan, runs } = await rangeTest(features, choices, { onProgress: () => done++ });
    assert.deepEqual([plan.cost.runs, runs, done], [8, 8, 8]);
    assert.deepEqual(plan, await planRangeTest(features, choices));
  });

  test("what makes no sense is refused before a run", async () => {
    const refused = (plan: Promise<unknown>, ...parts: string[]): Promise<void> =>
      assert.rejects(plan, inputError(...parts));
    await refused(planBaseline(features, { ...fixed, rate: -1 }), "peak");
    await refused(planBaseline(features, { ...fixed, seeds: [] }), "at least one seed");
    await refused(planBaseline(features, { ...fixed, seeds: [2, 2] }), "must differ");
    await refused(planAdjustUpward(features, { ...fixed, rates: [] }), "at least one rate");
    await refused(planAdjustUpward(features, { ...fixed, rates: [1], start: 1 }), "either rates");
    await refused(planAdjustUpward(features, { ...fixed, rungs: 0 }), "rungs", "0");
    await refused(planAdjustUpward(features, { ...fixed, rates: [0.1, -1] }), "peak");
    await refused(planRangeTest(features, { ...fixed, low: 1, high: 5 }), "ten times");
    const shapes = [
      { name: "a", shape: constant({ peak: 1 }) },
      { name: "a", shape: cosine({ peak: 1, steps: 20 }) },
    ];
    const comparing = (change: object): Promise<unknown> =>
      planCompareSchedules(features, { ...fixed, ...change });
    await refused(comparing({ shapes }), "share a name", "a, a");
    await refused(comparing({ shapes: [] }), "shapes must hold");
    await refused(comparing({ peaks: [] }), "peaks must hold");
    await refused(comparing({ freshSeeds: [] }), "freshSeeds must hold");
    await refused(comparing({ peaks: [1, 1] }), "peaks must differ", "1, 1");
    await refused(comparing({ peaks: [1, 0] }), "peak");
    await refused(comparing({ freshSeeds: [3, 4] }), "searched with", "3");
    await refused(comparing({ epochs: 0 }), "epochs");
  });
});
