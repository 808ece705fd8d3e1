// The joint study: its plan, its ridge and its costs of carrying on made-up surfaces, and whole on real runs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contentHash, createRandom } from "../../src/data";
import { constant, cosine, oneCycle, warmup, type Schedule } from "../../src/schedules";
import { finalOf, plannedSteps, specDifferences } from "../../src/training";
import { dearest, jointStudy, planJoint, runAll, type JointChoices, type JointPlan } from "../../src/tuning";
import { assertLevels } from "../../src/tuning/joint-plan";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "../training/helpers";
import { jointStudyOf, rungs } from "./joint-parts";

const close = (a: number | undefined, b: number, within = 1e-9): void =>
  assert.ok(a !== undefined && Math.abs(a - b) <= within, `${a} is not ${b}`);

describe("ridge", () => {
  const levels = [16, 32, 64, 128];
  for (const power of [1, 0.5, 0, -0.7]) {
    test(`a best rate in proportion to level^${power} has that slope, and no width`, () => {
      const best = (level: number): number => 0.7 * (level / 16) ** power;
      const { ridge } = jointStudyOf({ levels, rates: rungs(0.05, 20), best });
      close(ridge.slope?.mean, power);
      close(ridge.slope?.low, power);
      close(ridge.slope?.high, power);
      assert.deepEqual(ridge.clear, levels);
    });
  }

  test("hand-worked: each seed's own line, then Student's interval over them", () => {
    // Tops of seed s at levels 1 and 4: 1 and 4 x 2^(s - 2)/5, so slopes .9, 1 and 1.1: mean 1, s = .1, t(2) = 4.303.
    const { ridge, rows } = jointStudyOf({
      levels: [1, 4],
      rates: rungs(0.125, 13),
      best: (level) => level,
      shift: (seed, level) => (level === 4 ? (seed - 2) / 5 : 0),
    });
    rows[1].tops.forEach((top, i) => close(top, 4 * 2 ** ((i - 1) / 5)));
    close(ridge.slope?.mean, 1);
    close(ridge.slope?.high, 1 + (4.3026527 * 0.1) / Math.sqrt(3), 1e-6);
    const within = Object.fromEntries(ridge.rules.map((rule) => [rule.name, rule.within]));
    assert.deepEqual(within, {
      "no scaling": false,
      "square-root scaling": false,
      "linear scaling": true,
    });
  });

  test("what a seed does to all levels alike takes nothing from the slope, but from the best rates", () => {
    const { ridge, rows } = jointStudyOf({
      levels,
      rates: rungs(0.05, 20),
      best: (level) => level / 20,
      shift: (seed) => (seed - 2) / 3,
    });
    close(ridge.slope?.low, 1);
    assert.ok(rows[0].answer!.high! > 1.5 * rows[0].answer!.low!);
  });

  test("three levels: the least-squares line, weights -1, 0 and 1 an octave squared", () => {
    // log2 best: 0, 0, 1 over log2 level 0, 1, 2: slope (1 - 0) / 2.
    const { ridge } = jointStudyOf({
      levels: [1, 2, 4],
      rates: rungs(0.25, 9),
      best: (level) => (level === 4 ? 2 : 1),
    });
    close(ridge.slope?.mean, 0.5);
  });

  test("a level whose best lies at an edge has no clear answer and is no part of the slope", () => {
    const { rows, ridge } = jointStudyOf({
      levels: [8, 16, 32, 64, 128],
      rates: rungs(0.5, 10),
      best: (level) => (level === 8 ? 0.1 : level / 16),
      diverged: (rate, level) => (level === 64 && rate > 4.1 ? 2 : 0),
    });
    assert.deepEqual(
      rows.map(({ edge }) => edge),
      ["low", null, null, "stability", null],
    );
    assert.match(rows[3].reason, /at the edge of stability: 2 of 3 runs diverged at 5\.65/);
    assert.deepEqual(ridge.clear, [16, 32, 128]);
    close(ridge.slope?.mean, 1);
    const two = jointStudyOf({ levels: [1, 64], rates: rungs(0.5, 5), best: (level) => level });
    assert.deepEqual([two.ridge.slope, two.ridge.clear, two.ridge.rules], [null, [1], []]);
  });

  test("a diverged cell is never the best, whatever its other runs came to; no best where all lost a run", () => {
    const { rows, carries } = jointStudyOf({
      levels: [1, 2, 3],
      rates: rungs(0.5, 5),
      best: () => 1,
      diverged: (rate, level) => (level === 3 || (level === 2 && rate === 1.0000000000000002) ? 1 : 0),
    });
    assert.deepEqual(
      rows.map(({ best }) => best?.rate.toFixed(2)),
      ["1.00", "0.71", undefined],
    );
    assert.equal(rows[2].answer, null);
    assert.deepEqual([...new Set(carries.flatMap(({ from, to }) => [from, to]))], [1, 2]);
  });

  test("seeds whose own best is at an edge are counted", () => {
    const { rows } = jointStudyOf({
      levels: [1, 2],
      rates: rungs(0.5, 5),
      best: () => 0.9,
      shift: (seed) => (seed === 3 ? 1.5 : 0),
    });
    assert.deepEqual([rows[0].edge, rows[0].cutOff], [null, 1]);
  });

  test("momentum's slope is over 1 - momentum; weight decay has none", () => {
    const shape = { rates: rungs(0.05, 15), levels: [0, 0.5, 0.9], best: (m: number) => 3 * (1 - m) };
    const shift = (seed: number, level: number): number => (level === 0.5 ? (seed - 2) / 10 : 0);
    const { slope, base, rules } = jointStudyOf({ ...shape, factor: "momentum", shift }).ridge;
    close(slope?.mean, 1);
    assert.deepEqual([base, rules[1].within], ["1 − momentum", true]);
    const decay = jointStudyOf({ ...shape, factor: "weightDecay" }).ridge;
    assert.deepEqual([decay.slope, decay.base, decay.clear], [null, null, [0, 0.5, 0.9]]);
  });
});

describe("carrying", () => {
  test("hand-worked: own best minus the carried rate at each other level, over the fresh seeds", () => {
    // Rates 1, 2, 4, 8: macro-F1 is .8 - .1 x (octaves off)^2 + seed / 100; two octaves off cost .4.
    const { carries } = jointStudyOf({
      levels: [10, 40],
      rates: [0.5, 1, 2, 4, 8],
      best: (level) => level / 10,
    });
    assert.deepEqual(
      carries.map(({ from, to, rate, ownRate, runs }) => [from, to, rate, ownRate, runs]),
      [
        [10, 40, 1, 4, 3],
        [40, 10, 4, 1, 3],
      ],
    );
    for (const { lost, atLeast } of carries) {
      for (const end of [lost?.mean, lost?.low, lost?.high]) close(end, 0.4);
      assert.equal(atLeast, false);
    }
  });

  test("the interval is Student's over the paired differences of the fresh seeds", () => {
    // A seed's own top moves by d octaves at level 40: it loses .1 x ((2 + d)^2 - d^2) = .4 + .4 d.
    const d = (seed: number): number => (seed > 3 ? (seed - 5) / 4 : 0);
    const { carries } = jointStudyOf({
      levels: [10, 40],
      rates: [0.5, 1, 2, 4, 8],
      best: (level) => level / 10,
      shift: (seed, level) => (level === 40 ? d(seed) : 0),
    });
    close(carries[0].lost?.mean, 0.4);
    close(carries[0].lost?.low, 0.4 - (4.3026527 * 0.1) / Math.sqrt(3), 1e-6);
  });

  test("a rate that diverges where it is carried to has no number, and says how often", () => {
    const { carries } = jointStudyOf({
      levels: [10, 40],
      rates: [0.5, 1, 2, 4, 8],
      best: (level) => level / 10,
      diverged: (rate, level) => (level === 10 && rate > 3 ? 2 : 0),
    });
    const [up, down] = carries;
    assert.deepEqual([down.lost, down.diverged, down.ownDiverged, down.runs], [null, 2, 0, 3]);
    close(up.lost?.mean, 0.4);
  });

  test("a level whose best is the highest that was tried loses this much at least", () => {
    const { carries } = jointStudyOf({
      levels: [10, 400],
      rates: [0.5, 1, 2, 4],
      best: (level) => level / 10,
    });
    assert.deepEqual(
      carries.map(({ to, atLeast }) => [to, atLeast]),
      [
        [400, true],
        [10, false],
      ],
    );
  });

  test("the dearest first: what diverges most often, then the largest loss; the same rate is no carry-over", () => {
    const { carries } = jointStudyOf({
      levels: [10, 20, 40],
      rates: [0.5, 1, 2, 4, 8],
      best: (level) => level / 10,
      diverged: (rate, level) => (level > 10 ? 0 : rate > 3 ? 3 : rate > 1.5 ? 1 : 0),
    });
    assert.deepEqual(
      dearest(carries).map(({ from, to, diverged }) => [from, to, diverged]),
      [
        [40, 10, 3],
        [20, 10, 1],
        [10, 40, 0],
        [10, 20, 0],
        [20, 40, 0],
        [40, 20, 0],
      ],
    );
    const still = jointStudyOf({ levels: [10, 40], rates: rungs(0.5, 5), best: () => 1 });
    assert.deepEqual(dearest(still.carries), []);
  });

  test("the same rate costs nothing", () => {
    const { carries } = jointStudyOf({ levels: [10, 40], rates: rungs(0.5, 5), best: () => 1 });
    assert.deepEqual([carries[0].lost?.mean, carries[0].lost?.low, carries[0].lost?.high], [0, 0, 0]);
  });
});

describe("intervals", () => {
  test("on noisy surfaces they hold the planted power and the planted losses about as often as they say", () => {
    const random = createRandom(11);
    const gaussian = (): number =>
      Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const levels = [16, 32, 64, 128];
    const power = 0.75;
    const fall = 0.012;
    let [slopes, losses, held, count] = [0, 0, 0, 0];
    for (let k = 0; k < 400; k++) {
      const offset = random.next();
      const best = (level: number): number => 0.3 * 2 ** (offset / 2) * (level / 16) ** power;
      const { ridge, carries } = jointStudyOf({
        levels,
        rates: rungs(0.1, 13),
        best,
        score: (octaves) => 0.7 - fall * octaves ** 2 + 0.006 * gaussian(),
      });
      if (ridge.slope !== null && ridge.slope.low <= power && power <= ridge.slope.high) slopes++;
      for (const { to, rate, ownRate, lost } of carries.filter((one) => one.rate !== one.ownRate)) {
        const off = (some: number): number => fall * Math.log2(some / best(to)) ** 2;
        const truth = off(rate) - off(ownRate);
        count++;
        if (lost!.low <= truth && truth <= lost!.high) held++;
        if (lost!.mean > truth) losses++;
      }
    }
    // 400 draws at .95 have a standard error of .011.
    assert.ok(slopes / 400 > 0.9 && slopes / 400 < 0.99, `power: ${slopes / 400}`);
    assert.ok(held / count > 0.93 && held / count < 0.97, `losses: ${held / count}`);
    assert.ok(
      Math.abs(losses / count - 0.5) < 0.03,
      `a loss is not flattered by the choice: ${losses / count}`,
    );
  });
});

const features = smallFeatures();
const small = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd" },
  epochs: 4,
  factor: "batchSize",
  levels: [50, 10],
  rates: [8, 0.5, 2],
  seeds: [1, 2],
  freshSeeds: [3, 4],
} as const satisfies JointChoices;

describe("planJoint", () => {
  test("declares levels, rates and the cost in runs and steps, and trains nothing", async () => {
    const plan = await planJoint(features, { ...small, shape: (steps) => cosine({ peak: 7, steps }) });
    // 150 messages: 15 or 3 steps an epoch.
    assert.deepEqual(
      plan.levels.map(({ level, steps }) => [level, steps]),
      [
        [10, 60],
        [50, 12],
      ],
    );
    assert.deepEqual(plan.rates, [0.5, 2, 8]);
    assert.deepEqual(plan.runs, { map: 12, carrying: 8 });
    assert.deepEqual(plan.steps, { map: 72 * 6, carrying: 72 * 4 });
    assert.deepEqual(
      [plan.study.factor, plan.study.nuisance, plan.study.runs],
      ["batchSize", ["schedule"], 20],
    );
    assert.deepEqual(
      plan.levels.map(({ spec }) => spec.schedule),
      [60, 12].map((steps) => ({ kind: "cosine", peak: 0.5, steps, floor: 0 })),
    );
    assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
    const other = await planJoint(features, { ...small, seeds: [1, 5] });
    assert.notEqual(other.id, plan.id);
  });

  test("the ends of a ladder are filled in half octaves", async () => {
    const { rates } = await planJoint(features, { ...small, rates: { low: 0.1, high: 0.8 } });
    assert.deepEqual(rates, [0.1, 0.141, 0.2, 0.283, 0.4, 0.566, 0.8]);
  });

  test("each factor is set where it stands, and nothing else", async () => {
    const adam = { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 1 } as const;
    const settings: [Partial<JointChoices>, string][] = [
      [{ factor: "hidden", levels: [2, 4], model: { kind: "mlp", hidden: 9 } }, "model.hidden"],
      [{ factor: "momentum", levels: [0, 0.5], optimizer: undefined }, "optimizer.momentum"],
      [{ factor: "weightDecay", levels: [0, 0.1] }, "optimizer.weightDecay"],
      [{ factor: "weightDecay", levels: [0, 0.1], optimizer: adam }, "optimizer.weightDecay"],
      [{ factor: "batchSize", levels: [5, 10] }, "batchSize"],
    ];
    for (const [change, path] of settings) {
      const { levels } = await planJoint(features, { ...small, ...change });
      assert.deepEqual(specDifferences(levels[0].spec, levels[1].spec), [path]);
      for (const { steps, spec } of levels) assert.equal(steps, plannedSteps(features, spec));
    }
  });

  const refusals: [string, object, string[]][] = [
    ["one level", { levels: [8] }, ["two levels", "8"]],
    ["no level", { levels: [] }, ["two levels", "none"]],
    ["a level twice", { levels: [8, 16, 8] }, ["differ", "8, 16, 8"]],
    ["half a message", { levels: [8, 16.5] }, ["batch size", "whole", "16.5"]],
    ["a batch of more than there is", { levels: [8, 151] }, ["151", "150 training messages"]],
    ["a negative decay", { factor: "weightDecay", levels: [0, -1] }, ["weight decay", "-1"]],
    ["momentum 1", { factor: "momentum", levels: [0, 1], optimizer: undefined }, ["below 1", "found 1"]],
    ["momentum without one", { factor: "momentum", levels: [0, 0.9] }, ["momentum", '"sgd"']],
    ["hidden units without a layer", { factor: "hidden", levels: [8, 16] }, ["mlp", '"linear"']],
    ["another factor", { factor: "epochs", levels: [1, 2] }, ["factor must be one of", "epochs"]],
    ["an inherited name", { factor: "toString", levels: [1, 2] }, ["factor must be one of"]],
    ["two rates", { rates: [1, 2] }, ["three", "1, 2"]],
    ["a rate twice", { rates: [1, 2, 2] }, ["differ", "1, 2, 2"]],
    ["a rate of 0", { rates: [0, 1, 2] }, ["above 0", "found 0"]],
    ["a rate that is none", { rates: [1, NaN, 2] }, ["above 0", "NaN"]],
    ["a ladder upside down", { rates: { low: 2, high: 1 } }, ["low < high", "2 and 1"]],
    ["one seed", { seeds: [1] }, ["seeds needs at least two", "found 1"]],
    ["a seed twice", { seeds: [1, 1] }, ["seeds must differ", "1, 1"]],
    ["one fresh seed", { freshSeeds: [7] }, ["freshSeeds needs at least two"]],
    ["seeds that are not fresh", { freshSeeds: [2, 3] }, ["fresh seeds", "2"]],
    [
      "a schedule in place of a shape",
      { shape: cosine({ peak: 1, steps: 60 }) },
      ["shape must be a function"],
    ],
    ["a shape that ends early", { shape: () => cosine({ peak: 1, steps: 30 }) }, ["step 30", "60 steps"]],
    [
      "shapes that differ in more than lengths",
      {
        shape: (steps: number): Schedule =>
          steps > 20 ? warmup(cosine({ peak: 1, steps }), { steps: 5 }) : constant({ peak: 1 }),
      },
      ["batchSize", "schedule.kind"],
    ],
  ];
  for (const [what, change, parts] of refusals) {
    test(`refuses ${what}`, () =>
      assert.rejects(planJoint(features, { ...small, ...change } as JointChoices), inputError(...parts)));
  }

  test("refuses momentum as a factor where the schedule moves it", () =>
    assert.rejects(
      planJoint(features, {
        ...small,
        optimizer: undefined,
        factor: "momentum",
        levels: [0, 0.9],
        shape: (steps) => oneCycle({ peak: 1, steps }),
      }),
      inputError("the schedule moves the momentum"),
    ));

  test("levels that differ in anything else are refused, with its name", async () => {
    const { levels } = await planJoint(features, small);
    const [first, second] = levels;
    const changed = { ...second, spec: { ...second.spec, epochs: 9 } };
    assert.throws(() => assertLevels([first, changed], "batchSize"), inputError("epochs differs too"));
  });
});

describe("jointStudy", () => {
  const huge = { ...small, rates: [0.5, 2, 8, 1e6], shape: (steps: number) => cosine({ peak: 1, steps }) };

  test("on real runs: every cell is the runs of its rate, level and seeds; broken ones are marked", async () => {
    const seen: [number, number][] = [];
    const study = await jointStudy(features, huge, {
      onProgress: ({ done, total }) => seen.push([done, total]),
    });
    assert.deepEqual(
      study.rows.map(({ level, cells }) => [level, cells.map(({ rate }) => rate)]),
      [10, 50].map((level) => [level, [0.5, 2, 8, 1e6]]),
    );
    for (const { level, steps, cells, best } of study.rows) {
      for (const { rate, runs, macroF1 } of cells) {
        assert.deepEqual(
          runs.map(({ record: { spec } }) => [spec.batchSize, spec.seeds, spec.schedule]),
          [1, 2].map((seed) => [
            level,
            { init: seed, order: seed },
            { kind: "cosine", peak: rate, steps, floor: 0 },
          ]),
        );
        for (const { record } of runs)
          assert.equal(record.steps === steps || record.status === "diverged", true);
        const [a, b] = runs.map(({ record }) => finalOf(record).validation.macroF1);
        close(macroF1.mean, (a + b) / 2);
      }
      assert.deepEqual(
        cells.map(({ diverged }) => diverged),
        [0, 0, 0, 2],
      );
      assert.ok(best !== null && best.rate < 1e6);
    }
    const bests = new Set(study.rows.map(({ best }) => best?.rate)).size;
    assert.deepEqual(study.runs, { map: 16, carrying: 4 * bests });
    assert.deepEqual(study.steps, { map: 72 * 8, carrying: 72 * 2 * bests });
    assert.equal(seen.length, 16 + 4 * bests);
    assert.deepEqual(seen[0], [1, 16 + 8], "what is declared, until it is known");
    assert.deepEqual(seen[seen.length - 1], [16 + 4 * bests, 16 + 4 * bests]);
    for (const { from, to, lost, rate, ownRate } of study.carries) {
      const again = study.again[study.rows.findIndex(({ level }) => level === to)];
      const at = (wanted: number): number => again.find((cell) => cell.rate === wanted)!.macroF1.mean;
      close(lost?.mean, at(ownRate) - at(rate));
      assert.notEqual(from, to);
    }
    assert.deepEqual(await jointStudy(features, await planJoint(features, huge)), study, "by its plan, too");
  });

  test("a plan for other features is refused", async () => {
    const plan = await planJoint(features, small);
    await assert.rejects(
      jointStudy({ ...features, hash: "0".repeat(64) }, plan),
      inputError("other features"),
    );
  });

  test("a plan that was changed to differ in more is refused before any run", async () => {
    const plan = await planJoint(features, small);
    const [first, second] = plan.levels;
    const levels = [first, { ...second, spec: { ...second.spec, labelSmoothing: 0.1 } }];
    const run = (changed: JointPlan): Promise<unknown> =>
      jointStudy(features, changed, { onProgress: () => assert.fail("a run was trained") });
    await assert.rejects(run({ ...plan, levels }), inputError("changed after it was declared"));
    await assert.rejects(run({ ...plan, rates: [1, 2, 3] }), inputError("changed after it was declared"));
    const { id, ...rest } = { ...plan, levels };
    assert.notEqual(contentHash(rest), id);
    await assert.rejects(run({ ...rest, id: contentHash(rest) }), inputError("labelSmoothing differs too"));
  });

  test("aborting throws the signal's reason, and the runs that ended stay known", async () => {
    const own = smallFeatures();
    const stop = new AbortController();
    let trained = 0;
    const stopped = jointStudy(own, small, {
      signal: stop.signal,
      threads: 1,
      onProgress: () => {
        if (++trained === 3) stop.abort(new Error("enough"));
      },
    });
    await assert.rejects(stopped, /^Error: enough$/);
    assert.equal(trained, 3);
    const study = await jointStudy(own, small);
    const [{ runs }] = study.rows[0].cells;
    const known = await runAll(
      runs.map(({ record }) => record.spec),
      own,
      { signal: AbortSignal.abort(new Error("trained again")) },
    );
    assert.equal(known[0], runs[0]);
  });
});
