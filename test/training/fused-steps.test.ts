// A run of the fused engine, step by step: looking at it changes nothing, a checkpoint goes on to the same bits, and
// runs side by side do not meet.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom } from "../../src/data";
import { cosine, oneCycle } from "../../src/schedules";
import {
  openRun,
  runSpec,
  trainFused,
  shareFeatures,
  type Checkpoint,
  type OpenRun,
  type OptimizerSpec,
  type RunChoices,
  type RunSpec,
  type StepReport,
} from "../../src/training";
import { inputError } from "../data/fixtures";
import { advance, bitsOf, OPTIMIZERS } from "./fused-parts";
import { randomFeatures } from "./reference";

// 300 steps an epoch: the window of 256 steps closes within the epochs.
const features = randomFeatures({ rows: 300, columns: 40, classes: 5, rare: 12 });
const base = { batchSize: 1, epochs: 2, seed: 4, engine: "fused" } as const;
const steps = 600;
const momentum: OptimizerSpec = { kind: "momentum", momentum: 0.9, nesterov: false };

const CASES: readonly (readonly [string, RunChoices])[] = [
  ["linear, sgd", { ...base, model: { kind: "linear" }, optimizer: { kind: "sgd" }, schedule: 0.1 }],
  ["linear, momentum", { ...base, model: { kind: "linear" }, optimizer: momentum, schedule: 0.02 }],
  ...OPTIMIZERS.map(([name, optimizer, peak]): [string, RunChoices] => [
    `mlp, ${name}`,
    {
      ...{ ...base, model: { kind: "mlp", hidden: 7 }, optimizer, schedule: cosine({ peak, steps }) },
      ...(name === "nesterov" ? { clipNorm: 0.3, labelSmoothing: 0.1 } : {}),
    },
  ]),
  [
    "mlp, one-cycle with moving momentum",
    {
      ...{ ...base, model: { kind: "mlp", hidden: 7 }, optimizer: momentum },
      schedule: oneCycle({ peak: 0.05, steps }),
    },
  ],
];

/** What a run reports and ends with where nobody disturbs it. */
async function undisturbed(spec: RunSpec): Promise<{ reports: StepReport[]; bits: string[] }> {
  const run = await openRun(spec, features);
  const reports = advance(run);
  const bits = bitsOf(run);
  run.close();
  return { reports, bits };
}

for (const [name, choices] of CASES) {
  describe(name, () => {
    test("looking at a run changes no later bit", async () => {
      const spec = await runSpec(features, choices);
      const expected = await undisturbed(spec);
      const run = await openRun(spec, features);
      const random = createRandom(9);
      const reports: StepReport[] = [];
      run.weights();
      for (let step = 0; step < steps; step++) {
        reports.push(run.advance());
        const look = random.int(20);
        if (look === 0) run.evaluate("train");
        else if (look === 1) run.evaluate("validation");
        else if (look === 2) assert.deepEqual(bitsOf(run), bitsOf(run));
        else if (look === 3) run.checkpoint();
      }
      assert.deepEqual(reports, expected.reports);
      assert.deepEqual(bitsOf(run), expected.bits);
      run.close();
    });

    test("from any checkpoint, back or ahead, it goes on to the same bits", async () => {
      const spec = await runSpec(features, choices);
      const expected = await undisturbed(spec);
      const run = await openRun(spec, features);
      const kept: { checkpoint: Checkpoint; bits: string[] }[] = [];
      // Around the start, the middle of a window, its end, and the end of an epoch.
      const stops = new Set([0, 1, 2, 100, 255, 256, 257, 299, 300, 301, 450, 511, 512, 513, 599, 600]);
      for (;;) {
        if (stops.has(run.step)) kept.push({ checkpoint: run.checkpoint(), bits: bitsOf(run) });
        if (run.step === steps) break;
        run.advance();
      }
      assert.equal(kept.length, stops.size);
      assert.ok(
        kept.every(
          ({ checkpoint }) => stops.has(checkpoint.step) && checkpoint.run === kept[0].checkpoint.run,
        ),
      );
      const random = createRandom(5);
      for (const { checkpoint, bits } of random.shuffle([...kept, ...kept])) {
        run.restore(checkpoint);
        assert.equal(run.step, checkpoint.step);
        assert.deepEqual(bitsOf(run), bits);
        const ahead = Math.min(40, steps - run.step);
        assert.deepEqual(
          advance(run, ahead),
          expected.reports.slice(checkpoint.step, checkpoint.step + ahead),
        );
      }
      run.close();
      for (const { checkpoint } of kept.filter((_, i) => i % 3 === 0)) {
        const fresh = await openRun(spec, features);
        fresh.restore(checkpoint);
        assert.deepEqual(advance(fresh), expected.reports.slice(checkpoint.step));
        assert.deepEqual(bitsOf(fresh), expected.bits);
        fresh.close();
      }
    });
  });
}

describe("checkpoints", () => {
  const open = async (change: Partial<RunChoices> = {}): Promise<OpenRun> =>
    openRun(await runSpec(features, { ...base, schedule: 0.05, ...change }), features);

  test("one of another run is refused, and nothing has changed", async () => {
    const [a, b] = [await open(), await open({ seed: 5 })];
    advance(a, 3);
    advance(b, 5);
    const before = bitsOf(a);
    assert.throws(() => a.restore(b.checkpoint()), inputError(/another run/));
    assert.throws(
      () => a.restore({ ...a.checkpoint(), state: new Uint8Array(8) }),
      inputError(/another run/),
    );
    assert.equal(a.step, 3);
    assert.deepEqual(bitsOf(a), before);
    a.close();
    b.close();
  });

  test("one does not change with the run that it was taken from", async () => {
    const run = await open();
    advance(run, 10);
    const checkpoint = run.checkpoint();
    const state = checkpoint.state.slice();
    advance(run, 10);
    assert.deepEqual(checkpoint.state, state);
    run.close();
  });

  test("a replay at another rate is the run that had that rate from there", async () => {
    const [slow, replay] = [await open({ optimizer: momentum }), await open({ optimizer: momentum })];
    advance(slow, 120);
    replay.restore(slow.checkpoint());
    const same = replay.advance(slow.rateAt(120));
    assert.deepEqual(same, slow.advance());
    const reports = Array.from({ length: 30 }, () => replay.advance(0.07));
    assert.ok(reports.every(({ rate }) => rate === Math.fround(0.07)));
    assert.notEqual(reports[5].loss, advance(slow, 6)[5].loss);
    // The same from the start: a schedule and an asked rate of the same value are the same step.
    const asked = await open({ optimizer: momentum });
    const planned = await open({ optimizer: momentum, schedule: 0.07 });
    const expected = advance(planned, 40);
    assert.deepEqual(
      expected,
      Array.from({ length: 40 }, () => asked.advance(0.07)),
    );
    for (const run of [slow, replay, asked, planned]) run.close();
  });
});

describe("runs side by side", () => {
  test("taken in turns on one memory, each is as if alone", async () => {
    const specs = await Promise.all(
      CASES.map(([, choices], i) => runSpec(features, { ...choices, batchSize: 1 + i, seed: i, epochs: 1 })),
    );
    const alone: Awaited<ReturnType<typeof undisturbed>>[] = [];
    for (const spec of specs) alone.push(await undisturbed(spec));
    const runs: OpenRun[] = [];
    for (const spec of specs) runs.push(await openRun(spec, features));
    const reports = runs.map((): StepReport[] => []);
    const random = createRandom(3);
    while (runs.some(({ step, plannedSteps }) => step < plannedSteps)) {
      const i = random.int(runs.length);
      if (runs[i].step < runs[i].plannedSteps) reports[i].push(runs[i].advance());
      const look = runs[random.int(runs.length)];
      if (random.int(10) === 0) look.evaluate("validation");
    }
    runs.forEach((run, i) => {
      assert.deepEqual(reports[i], alone[i].reports);
      assert.deepEqual(bitsOf(run), alone[i].bits);
      run.close();
    });
  });

  test("one run after another uses the same memory, whatever their sizes", async () => {
    const { memory } = shareFeatures(features);
    const specOf = (hidden: number, batchSize: number, seed: number): Promise<RunSpec> =>
      runSpec(features, {
        ...base,
        model: { kind: "mlp", hidden },
        batchSize,
        seed,
        epochs: 1,
        schedule: 0.1,
      });
    const expected = (await trainFused(await specOf(5, 20, 0), shareFeatures(features))).record;
    await trainFused(await specOf(90, 300, 0), shareFeatures(features));
    const bytes = memory.buffer.byteLength;
    for (let i = 0; i < 200; i++) {
      const { record } = await trainFused(
        await specOf(1 + ((i * 7) % 90), 20 + i, i),
        shareFeatures(features),
      );
      assert.ok(record.curve.loss.every(Number.isFinite));
    }
    assert.deepEqual((await trainFused(await specOf(5, 20, 0), shareFeatures(features))).record, expected);
    assert.equal(memory.buffer.byteLength, bytes);
  });

  test("a run that failed or was aborted gives its memory back", async () => {
    const shared = shareFeatures(features);
    const spec = await runSpec(features, { ...base, schedule: 0.1, model: { kind: "mlp", hidden: 90 } });
    const stop = AbortSignal.abort(new Error("enough"));
    await assert.rejects(trainFused(spec, shared, { signal: stop }), /enough/);
    const bytes = shared.memory.buffer.byteLength;
    for (let i = 0; i < 20; i++) await assert.rejects(trainFused(spec, shared, { signal: stop }), /enough/);
    assert.equal(shared.memory.buffer.byteLength, bytes);
  });
});
