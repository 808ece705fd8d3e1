// The studies on a small part of the project's data.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { constant, cosine, warmup } from "../../src/schedules";
import { finalOf, plannedSteps, runSpec, type TrainedRun } from "../../src/training";
import {
  adjustUpward,
  baseline,
  compareSchedules,
  macroF1Difference,
  planBaseline,
  planCompareSchedules,
  rateBand,
  rateSensitivity,
  runAll,
  sweepRates,
} from "../../src/tuning";
import { seedSpread } from "../../src/tuning/baseline";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "../training/helpers";

const features = smallFeatures();
const fixed = { model: { kind: "linear" }, batchSize: 32, epochs: 4, evaluationsPerEpoch: 1 } as const;
const HUGE = 1e5;

describe("runAll", () => {
  test("trains runs of both engines together, each on its own", async () => {
    const engines = ["fused", "tfjs", "fused"] as const;
    const specs = await Promise.all(
      engines.map((engine, i) => runSpec(features, { ...fixed, schedule: 0.07 + i / 100, engine })),
    );
    const runs = await runAll(specs, features);
    assert.deepEqual(
      runs.map(({ record }) => record.spec),
      specs,
    );
  });

  test("trains a repeated spec once, and gives the runs in order", async () => {
    const first = await runSpec(features, { ...fixed, schedule: 0.11 });
    const second = await runSpec(features, { ...fixed, schedule: 0.12 });
    const progress: [number, number][] = [];
    const seen: TrainedRun[] = [];
    const runs = await runAll([first, second, first], features, {
      onProgress: ({ done, total, run }) => {
        progress.push([done, total]);
        seen.push(run);
      },
    });
    assert.equal(runs[2], runs[0], "the very same run");
    assert.notEqual(runs[1], runs[0]);
    assert.deepEqual(
      runs.map(({ record }) => record.spec),
      [first, second, first],
    );
    assert.deepEqual(progress, [
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    assert.equal(seen.filter((run) => run === runs[0]).length, 2);
    assert.equal(seen.filter((run) => run === runs[1]).length, 1);
    assert.equal((await runAll([second], features))[0], runs[1], "and later, too");
  });

  test("the number of threads changes nothing", async (t) => {
    const before = process.env.LR_LAB_THREADS;
    t.after(() => {
      if (before === undefined) delete process.env.LR_LAB_THREADS;
      else process.env.LR_LAB_THREADS = before;
    });
    const specs = await Promise.all(
      [0.2, 0.4, 0.6].map((schedule) => runSpec(features, { ...fixed, schedule })),
    );
    const withThreads = async (threads: string): Promise<TrainedRun[]> => {
      process.env.LR_LAB_THREADS = threads;
      return runAll(specs, smallFeatures());
    };
    const [one, two] = [await withThreads("1"), await withThreads("2")];
    assert.deepEqual(
      two.map(({ record, weights }) => ({ record, weights })),
      one.map(({ record, weights }) => ({ record, weights })),
    );
    for (const nonsense of ["0", "1.5", "many"]) {
      await assert.rejects(withThreads(nonsense), inputError("LR_LAB_THREADS", `"${nonsense}"`));
    }
  });

  for (const count of [1, 2]) {
    test(`${count === 1 ? "one run" : "runs side by side"}: aborting throws the signal's reason`, async () => {
      const rates = [0.13, 0.14].slice(0, count).map((rate) => rate + count / 1000);
      const specs = await Promise.all(rates.map((schedule) => runSpec(features, { ...fixed, schedule })));
      const signal = AbortSignal.abort(new Error("enough"));
      await assert.rejects(runAll(specs, features, { signal }), /^Error: enough$/);
      assert.equal((await runAll(specs, features)).length, count, "an aborted run can be trained later");
    });

    test(`${count === 1 ? "one run" : "runs side by side"}: a spec that cannot be run is an InputError`, async () => {
      const rates = [0.15, 0.16].slice(0, count).map((rate) => rate + count / 1000);
      const specs = await Promise.all(rates.map((schedule) => runSpec(features, { ...fixed, schedule })));
      const broken = specs.map((spec) => ({ ...spec, batchSize: 0 }));
      await assert.rejects(runAll(broken, features), inputError("batchSize"));
    });
  }
});

describe("sweepRates", () => {
  test("every rate with every seed, and the means at the end of the runs", async () => {
    const { study, points } = await sweepRates(features, { ...fixed, rates: [0.1, 1], seeds: [1, 2, 3] });
    assert.deepEqual([study.factor, study.seeds, study.runs], ["schedule", [1, 2, 3], 6]);
    assert.deepEqual(
      points.map(({ rate, runs }) => [rate, runs.map(({ record }) => record.spec.seeds)]),
      [0.1, 1].map((rate) => [rate, [1, 2, 3].map((seed) => ({ init: seed, order: seed }))]),
    );
    for (const { rate, runs, macroF1, loss, diverged } of points) {
      assert.equal(diverged, 0);
      for (const { record } of runs) assert.deepEqual(record.spec.schedule, { kind: "constant", peak: rate });
      const scores = runs.map(({ record }) => record.evaluations[4].validation.macroF1);
      assert.ok(Math.abs(macroF1.mean - (scores[0] + scores[1] + scores[2]) / 3) < 1e-12);
      assert.ok(loss.low < loss.mean && loss.mean < loss.high);
    }
    assert.ok(points[1].loss.mean < points[0].loss.mean, "a tenth of the rate is slower");
  });

  test("a shape's peak is set to each rate; diverged runs are counted", async () => {
    const shape = warmup(cosine({ peak: 1, steps: 15 }), { steps: 5 });
    const { points } = await sweepRates(features, { ...fixed, rates: [0.5, HUGE], seeds: [1], shape });
    assert.deepEqual(
      points.map(({ runs }) => Math.max(...runs[0].record.curve.rate)),
      [0.5, HUGE].map((peak) => Math.fround(peak)),
    );
    assert.deepEqual(
      points.map(({ diverged }) => diverged),
      [0, 1],
    );
    assert.equal(
      rateBand({ ...(await sweepRates(features, { ...fixed, rates: [HUGE], seeds: [1] })) }),
      null,
    );
  });

  test("no rates, no seeds and seeds that repeat are refused before any run", async () => {
    const refused = (change: object, part: string): Promise<void> =>
      assert.rejects(sweepRates(features, { ...fixed, rates: [1], seeds: [1], ...change }), inputError(part));
    await refused({ rates: [] }, "at least one rate");
    await refused({ seeds: [] }, "at least one seed");
    await refused({ seeds: [1, 1] }, "must differ");
    await refused({ rates: [0.1, -1] }, "peak");
  });
});

describe("adjustUpward", () => {
  test("goes up while stable, stops with the reason at divergence, and keeps the best before it", async () => {
    const seen: [number, number][] = [];
    const way = await adjustUpward(
      features,
      { ...fixed, rates: [1, 0.1, 2 * HUGE, HUGE], seeds: [1, 2] },
      { onProgress: ({ done, total }) => seen.push([done, total]) },
    );
    assert.deepEqual(
      way.rungs.map(({ point, decision }) => [point.rate, decision]),
      [
        [0.1, "start"],
        [1, "up"],
        [HUGE, "back off"],
      ],
    );
    assert.equal(way.edgeFound, true);
    assert.match(
      way.rungs[2].reason,
      /divergence in some of 2 runs: Validation loss went from 1\.\d\d to \d/,
    );
    assert.match(way.rungs[1].reason, /^stable; validation macro-F1 [+−]\d+\.\d points$/);
    assert.equal(way.rungs[0].reason, "the conservative start");
    assert.equal(way.chosen, way.rungs[1].point);
    assert.ok(way.chosen.macroF1.mean > way.rungs[0].point.macroF1.mean);
    assert.deepEqual(
      seen,
      [1, 2, 3, 4, 5, 6].map((done) => [done, 8]),
    );
  });

  test("stops where validation got worse by more than seeds explain, and not where they may explain it", async () => {
    const short = { ...fixed, epochs: 2, rates: [2, 3] };
    const worse = await adjustUpward(features, { ...short, seeds: [2] });
    assert.equal(worse.rungs[1].decision, "back off");
    assert.match(worse.rungs[1].reason, /^validation macro-F1 fell \d+\.\d points below that at 2, /);
    assert.equal(worse.chosen, worse.rungs[0].point);
    // The mean over three seeds is lower too, but they do not agree.
    const mixed = await adjustUpward(features, { ...short, seeds: [1, 2, 3] });
    assert.ok(mixed.rungs[1].point.macroF1.mean < mixed.rungs[0].point.macroF1.mean);
    assert.equal(mixed.rungs[1].decision, "up");
    assert.equal(mixed.chosen, mixed.rungs[0].point, "the best rung, not the last");
  });

  test("without an edge it says that none was found", async () => {
    const way = await adjustUpward(features, { ...fixed, rates: [0.1, 0.5], seeds: [1, 2] });
    assert.equal(way.edgeFound, false);
    assert.equal(way.rungs.length, 2);
  });

  test("a start that diverges is said, and no rates are refused", async () => {
    const way = await adjustUpward(features, { ...fixed, rates: [HUGE, 2 * HUGE], seeds: [1] });
    assert.deepEqual(
      way.rungs.map(({ decision }) => decision),
      ["back off"],
    );
    assert.match(way.rungs[0].reason, /divergence in the run/);
    await assert.rejects(
      adjustUpward(features, { ...fixed, rates: [], seeds: [1] }),
      inputError("adjustUpward", "at least one rate"),
    );
  });
});

describe("compareSchedules", () => {
  const steps = plannedSteps(features, fixed);
  const shapes = [
    { name: "constant", shape: constant({ peak: 1 }) },
    { name: "cosine", shape: cosine({ peak: 1, steps }) },
  ];
  const choices = { ...fixed, shapes, peaks: [0.2, 1], seeds: [1, 2], freshSeeds: [11, 12] };

  test("tunes the peak of each shape with the same budget, and compares with fresh seeds three times", async () => {
    const seen: [number, number][] = [];
    const ids = new Set<string>();
    const found = await compareSchedules(features, choices, {
      onProgress: ({ done, total, run }) => {
        seen.push([done, total]);
        ids.add(run.record.id);
      },
    });
    const { kind, results, comparisons, plan, cost } = found;
    assert.equal(kind, "schedule-comparison");
    assert.deepEqual(plan, await planCompareSchedules(features, choices));
    assert.deepEqual(
      results.map(({ name }) => name),
      ["constant", "cosine"],
    );
    for (const { name, sweep, band, fresh } of results) {
      assert.deepEqual(
        sweep.points.map(({ rate, runs }) => [rate, runs.length]),
        choices.peaks.map((peak) => [peak, 2]),
      );
      const best = Math.max(...sweep.points.map(({ macroF1 }) => macroF1.mean));
      assert.equal(band.best.macroF1.mean, best);
      assert.equal(fresh.rate, band.best.rate);
      assert.deepEqual(
        fresh.runs.map(({ record }) => [record.spec.seeds.init, record.spec.schedule.kind]),
        [11, 12].map((seed) => [seed, name]),
      );
    }
    // 2 shapes x 2 peaks x 2 seeds; the reference once, the other three times, with 2 fresh seeds.
    assert.equal(plan.cost.runs, 8 + 2 * 4);
    const peaks = comparisons.map(({ shapes: [, other] }) => other.peak);
    const made = 8 + 2 * (1 + new Set(peaks).size);
    assert.deepEqual(
      seen,
      Array.from({ length: made }, (_, i) => [i + 1, 16]),
    );
    assert.deepEqual(cost, { runs: ids.size, steps: made * steps });
    assert.equal(ids.size, made);

    assert.deepEqual(
      comparisons.map(({ fairness }) => fairness),
      ["matched peak", "matched area", "tuned against tuned"],
    );
    for (const { shapes: both } of comparisons) {
      const [a, b] = both;
      assert.equal(a.peak, results[0].band.best.rate, "the reference is at its best in all three");
      assert.equal(a.difference, null);
      const gain = macroF1Difference(a.point, b.point);
      assert.deepEqual(b.difference, gain);
      assert.equal(gain.count, 2);
      assert.ok(Math.abs(gain.mean - (b.point.macroF1.mean - a.point.macroF1.mean)) < 1e-12);
      for (const { peak, meanRate: mean, point } of both) {
        for (const { record } of point.runs) {
          assert.ok([11, 12].includes(record.spec.seeds.order));
          // What the engine really used, in float32.
          const rates = record.curve.rate;
          assert.ok(Math.abs(Math.max(...rates) / peak - 1) < 1e-6);
          assert.ok(Math.abs(sum(rates) / steps / mean - 1) < 1e-6);
        }
      }
    }
    const [peak, area, tuned] = comparisons.map(({ shapes: both }) => both);
    assert.equal(peak[1].peak, peak[0].peak);
    assert.ok(Math.abs(area[1].meanRate / area[0].meanRate - 1) < 1e-11);
    assert.ok(Math.abs(area[1].peak / ((2 * steps * area[0].peak) / (steps + 1)) - 1) < 1e-11);
    assert.equal(tuned[1].point, results[1].fresh);
    assert.deepEqual(results[1].sensitivity, rateSensitivity(results[1].sweep));
  });

  test("a fixed rate has the area of a cosine at the mean of its rates; one shape alone is compared with nothing", async () => {
    const [fixedRate, decaying] = shapes;
    const { comparisons } = await compareSchedules(features, { ...choices, shapes: [decaying, fixedRate] });
    const [reference, other] = comparisons[1].shapes;
    assert.ok(Math.abs(other.peak - (reference.peak * (steps + 1)) / (2 * steps)) < 1e-11);

    const alone = await compareSchedules(features, { ...choices, shapes: [decaying], peaks: [1] });
    assert.deepEqual(alone.plan.cost, { runs: 4, steps: 4 * steps, atMost: false });
    assert.equal(alone.cost.runs, 4);
    assert.equal(alone.results[0].sensitivity, null, "one peak says nothing of others");
    assert.ok(alone.comparisons.every(({ shapes: all }) => all.length === 1 && all[0].difference === null));
  });

  test("seeds that chose cannot judge", async () => {
    await assert.rejects(
      compareSchedules(features, { ...choices, freshSeeds: [11, 2, 1] }),
      inputError("fresh seeds were searched with", "2, 1"),
    );
  });

  test("a shape of which every peak diverged is named", async () => {
    await assert.rejects(
      compareSchedules(features, { ...choices, peaks: [HUGE] }),
      inputError('every peak of "constant" diverged', String(HUGE)),
    );
  });

  test("the number of threads changes no byte of the result", async () => {
    const withThreads = async (threads: number): Promise<string> => {
      // Features of their own: nothing is found that was trained before.
      const own = smallFeatures();
      const found = [
        await compareSchedules(own, choices, { threads }),
        await baseline(own, { ...fixed, seeds: [1, 2] }, { threads }),
        await adjustUpward(own, { ...fixed, rates: [0.1, 1], seeds: [1, 2] }, { threads }),
      ];
      // The clock stands beside the records.
      return JSON.stringify(found, (key, value: unknown) => (key === "seconds" ? undefined : value));
    };
    assert.equal(await withThreads(2), await withThreads(1));
  });
});

describe("baseline", () => {
  test("the planned rate with every seed, what each run shows, and how far apart they are", async () => {
    const seeds = [4, 5, 6];
    const dones: number[] = [];
    const found = await baseline(
      features,
      { ...fixed, rate: 0.3, seeds },
      { onProgress: ({ done, total }) => (dones.push(done), assert.equal(total, 3)) },
    );
    assert.deepEqual(found.plan, await planBaseline(features, { ...fixed, rate: 0.3, seeds }));
    assert.deepEqual(dones, [1, 2, 3]);
    const records = found.point.runs.map(({ record }) => record);
    assert.equal(
      sum(records.map(({ steps }) => steps)),
      found.plan.cost.steps,
      "the steps that were planned",
    );
    assert.deepEqual(
      records.map(({ spec }) => [spec.seeds.init, spec.schedule]),
      seeds.map((seed) => [seed, { kind: "constant", peak: 0.3 }]),
    );
    assert.deepEqual(records[0].spec, found.plan.spec);
    assert.deepEqual(
      found.diagnoses.map(({ run }) => run),
      records.map(({ id }) => id),
    );
    const scores = records.map((record) => finalOf(record).validation.macroF1);
    assert.deepEqual(
      [found.spread.macroF1.lowest, found.spread.macroF1.highest],
      [Math.min(...scores), Math.max(...scores)],
    );
  });

  test("the spread is the sample's: of 1, 2 and 6 it is the root of 7; of one seed there is none", () => {
    assert.deepEqual(seedSpread([1, 2, 6]), { lowest: 1, highest: 6, deviation: Math.sqrt(7) });
    assert.deepEqual(seedSpread([3]), { lowest: 3, highest: 3, deviation: null });
    assert.equal(seedSpread([1, Infinity]).deviation, null);
  });

  test("a run that breaks is diagnosed", async () => {
    const { diagnoses, point } = await baseline(features, { ...fixed, rate: HUGE, seeds: [1] });
    assert.equal(point.diverged, 1);
    assert.equal(diagnoses[0].findings[0].signal, "divergence");
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
