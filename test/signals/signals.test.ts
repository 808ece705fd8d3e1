// Each signal on records for which it must and must not speak. Thresholds are given, so that a new calibration does
// not change what is tested.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { piecewise } from "../../src/schedules";
import {
  diagnose,
  divergence,
  oscillation,
  overfitting,
  overshoot,
  overshootWarning,
  plateau,
  slowConvergence,
  spikes,
  tellsOvershoot,
} from "../../src/signals";
import type { RunRecord } from "../../src/training";
import { recordOf } from "./records";

const healthy = recordOf([2, 1.2, 0.8, 0.6, 0.5, 0.45], [2, 1.3, 1, 0.9, 0.85, 0.82]);
const fill = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

describe("divergence", () => {
  const limits = { after: 0.3, margin: 0.1, window: 4, batch: 1.2, burst: 5 };
  const curve = (loss: number[]): { curve: { loss: number[] } } => ({ curve: { loss } });

  test("is silent about a healthy run, about one loud batch, and about a start that is too loud for a while", () => {
    assert.equal(divergence(healthy), null);
    // The mean of a window with the 3.6 in it is 2.4: 1.2 of the start, and the limit is 1.24 at step 6, 1.21 at 9.
    assert.equal(divergence(recordOf([2, 1], [2, 1], curve([2, 2, 2, 2, 2, 3.6, 2, 2, 2, 2])), limits), null);
    assert.notEqual(
      divergence(recordOf([2, 1], [2, 1], curve([2, 2, 2, 2, 2, 4, 2, 2, 2, 2])), limits),
      null,
    );
    const loud = fill(2, 9.9).concat(fill(8, 1));
    assert.equal(divergence(recordOf([2, 1], [2, 1], { ...curve(loud), plannedSteps: 40 }), limits), null);
    const early = recordOf([2, 3, 1, 0.5, 0.4], [2, 3, 1, 0.6, 0.5]);
    assert.equal(divergence(early, limits), null, "the evaluation at 10 of 40 steps is before .3 of the run");
  });

  test("speaks as soon as the mean of the last batches is above the limit", () => {
    // At step 6 of 10 the limit is 2 x (1.2 + .1 x .4) = 2.48: (2 + 2 + 2 + 4.1) / 4 = 2.525.
    const record = recordOf([2, 9], [2, 9], {
      status: "diverged",
      ...curve([2, 2, 2, 2, 2, 4.1, 5, 6, 7, 8]),
    });
    const found = divergence(record, limits);
    assert.equal(found?.warnedAt, 6);
    assert.equal(found?.severity, "severe");
    assert.deepEqual(found?.steps, [0, 10]);
    assert.deepEqual(found?.values, { initial: 2, final: 9 });
    assert.match(found?.meaning ?? "", /from 2\.00 to 9\.00/);
    assert.match(found?.advice ?? "", /^Lower the rate/);
  });

  test("a burst counts from the first full window on", () => {
    const record = recordOf([2, 1], [2, 1], {
      ...curve([2, 2, 2, 60, 2, 2, 2, 2, 2, 1]),
      plannedSteps: 1000,
    });
    assert.equal(divergence(record, limits)?.warnedAt, 4);
  });

  test("a batch's loss that is no number is enough, in the step in which it came", () => {
    for (const loss of [NaN, Infinity]) {
      const record = recordOf([2, NaN], [2, NaN], { status: "diverged", ...curve([2, 2, loss]) });
      assert.equal(divergence(record, limits)?.warnedAt, 3);
    }
    assert.match(divergence(recordOf([2, NaN], [2, NaN], { status: "diverged" }))?.meaning ?? "", /to NaN/);
  });

  test("an evaluation above the start is enough, without curves, and less so the earlier it is", () => {
    // Margins at 20, 30 and 40 of 40 steps: 5%, 2.5% and none.
    const record = recordOf([2, 2.4, 3, 4, 5], [2, 3, 2.09, 2.06, 2.06], { status: "diverged" });
    assert.equal(divergence(record, limits)?.warnedAt, 30);
  });

  test("a run that over-fits above its start is told apart: the advice is not the rate's", () => {
    const record = recordOf([2, 1, 0.4, 0.1, 0.05], [2, 1.4, 1.8, 2.2, 2.6], { status: "diverged" });
    const found = divergence(record, limits);
    assert.equal(found?.signal, "divergence");
    assert.equal(found?.severity, "severe");
    assert.equal(found?.warnedAt, 30, "the first evaluation above 2");
    assert.deepEqual(found?.steps, [10, 40], "from the best evaluation");
    assert.deepEqual(found?.values, { initial: 2, final: 2.6, trainInitial: 2, trainFinal: 0.05 });
    assert.match(found?.meaning ?? "", /training loss fell 98%: this is over-fitting, not instability/);
    assert.match(found?.advice ?? "", /^Stop earlier/);
    assert.doesNotMatch(found?.advice ?? "", /^Lower/);
  });

  test("a run that broke out and came back says both", () => {
    const found = divergence(recordOf([2, 3, 4, 1, 0.5], [2, 3, 5, 1.2, 0.8]), limits);
    assert.equal(found?.warnedAt, 20);
    assert.match(found?.meaning ?? "", /around step 20 and came back: .* from 2\.00 to 0\.80/);
    assert.match(found?.advice ?? "", /warm up/);
  });
});

describe("spikes", () => {
  const limits = { window: 5, deviations: 4, floor: 0.2 };
  // Median 1, absolute deviations .1 .1 0 .1 .1: a deviation of 1.4826 x .1.
  const usual = [0.9, 1.1, 1, 0.9, 1.1];
  const record = (loss: number[]): ReturnType<typeof recordOf> =>
    recordOf([2, 1], [2, 1], { curve: { loss } });

  test("speaks of a batch that stands out by four deviations and by the floor", () => {
    assert.equal(spikes(record([...usual, 1.59]), limits), null, "4 x .148 = .593");
    const found = spikes(record([...usual, 1.6, 1]), limits);
    assert.equal(found?.warnedAt, 6);
    assert.deepEqual(found?.steps, [5, 5]);
    assert.deepEqual(found?.values, { spikes: 1, highest: 1.6, usual: 1, at: 5 });
    assert.match(found?.meaning ?? "", /at one step, the highest to 1\.60 at step 5, where 1\.00 was usual/);
    assert.equal(spikes(record([...usual, 1.6]), { ...limits, floor: 0.35 }), null, "the floor is .7");
  });

  test("needs a full window, and is not thrown off by a spike inside it", () => {
    assert.equal(spikes(record([1, 1, 1, 1, 9]), limits), null);
    const two = spikes(record([...usual, 9, 0.9, 8]), limits);
    assert.equal(two?.values.spikes, 2);
    assert.equal(two?.values.at, 5);
  });
});

describe("oscillation", () => {
  const limits = { rise: 0.01, share: 0.34 };
  const falling = [2, 1.9, 1.8, 1.7, 1.6, 1.5, 1.4];

  test("training loss rose at a third of the evaluations or more", () => {
    assert.equal(oscillation(recordOf(falling, falling), limits), null);
    const twice = [2, 1.8, 1.7, 1.75, 1.6, 1.9, 1.4];
    assert.equal(
      oscillation(recordOf(twice, falling), limits),
      null,
      "2 of 6 are below the threshold of .34",
    );
    const thrice = [2, 1.8, 2.2, 1.7, 2.1, 1.9, 2.3];
    const found = oscillation(recordOf(thrice, falling), limits);
    assert.equal(found?.severity, "severe");
    assert.deepEqual(found?.values, { rises: 3, evaluations: 6 });
    assert.deepEqual(found?.steps, [10, 60]);
    // 1 of 3 is below .34, 2 of 4 is not.
    assert.equal(found?.warnedAt, 40);
  });

  test("a rise of 1% of the first loss is none, NaN is one, and three evaluations are too few", () => {
    const flat = [1, 1.009, 1.018, 1.027, 1.036];
    assert.equal(oscillation(recordOf(flat, flat), limits), null);
    assert.notEqual(oscillation(recordOf([1, NaN, NaN, NaN], [1, 1, 1, 1]), limits), null);
    assert.equal(oscillation(recordOf([1, 2, 3], [1, 1, 1]), limits), null);
  });

  test("one that settled is no finding at its end, although it would have been a warning", () => {
    const settled = [2, 2.5, 1.5, 2.2, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
    assert.equal(oscillation(recordOf(settled, settled), limits), null);
  });
});

describe("overshoot", () => {
  const limits = { window: 4, climb: 0.1 };
  type Opposed = Pick<RunRecord["curve"], "overshoot" | "gradientNorm" | "rate">;
  const record = (opposed: number[], change: Partial<Opposed> = {}, spec = {}): RunRecord => {
    const curve = {
      overshoot: opposed,
      gradientNorm: fill(opposed.length, 2),
      rate: fill(opposed.length, 0.5),
    };
    return recordOf([2, 1], [2, 1], { curve: { ...curve, ...change }, spec });
  };

  test("speaks where loss climbed again by more than the share, over the last steps", () => {
    // .5 x 2 x 2 x .5 = 1 a step, where the gradients oppose each other.
    const found = overshoot(record([0, -0.5, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]), {
      window: 4,
      climb: 0.3,
    });
    assert.equal(found?.severity, "mild");
    assert.deepEqual(found?.values, { climb: 1, share: 0.5, opposed: 0.5, steps: 4 });
    // (0 + 1 + 1 + 1) / 4 = .75 is above .6 after step 6; agreement counts as no climb, not as a descent.
    assert.equal(found?.warnedAt, 6);
    assert.deepEqual(found?.steps, [2, 10]);
    assert.match(found?.meaning ?? "", /climbed again by 50% of its start/);
  });

  test("is silent where it is over at the end, where gradients agree, and before a window is full", () => {
    assert.equal(overshoot(record([0, 0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0]), limits), null);
    assert.equal(overshoot(record(fill(10, -0.3)), limits), null);
    assert.equal(overshoot(record(fill(3, 1)), limits), null);
    assert.equal(overshoot(record([]), limits), null);
  });

  test("momentum makes the same opposition dearer, clipping and a low rate cheaper", () => {
    const climb = (change: Partial<Opposed>, spec: Partial<RunRecord["spec"]>): number =>
      overshoot(record(fill(10, 0.5), change, spec), { window: 4, climb: 0.0001 })?.values.climb ?? NaN;
    assert.equal(climb({}, {}), 1);
    const optimizer = { kind: "momentum", momentum: 0.5, nesterov: false } as const;
    assert.equal(climb({}, { optimizer }), 2);
    assert.equal(climb({}, { clipNorm: 0.5 }), 0.25);
    assert.equal(climb({ rate: fill(10, 0.05) }, {}), 0.1);
  });

  test("is silent where less than half of an update is the gradient just taken", () => {
    const told = (optimizer: RunRecord["spec"]["optimizer"]): boolean => {
      const spec = { ...recordOf([2], [2]).spec, optimizer };
      const says = overshoot(record(fill(10, 0.5), {}, { optimizer }), limits) !== null;
      assert.equal(overshootWarning(record(fill(10, 0.5), {}, { optimizer }), limits) !== null, says);
      assert.equal(tellsOvershoot(spec), says);
      return says;
    };
    const momentum = (value: number, nesterov: boolean): boolean =>
      told({ kind: "momentum", momentum: value, nesterov });
    // 1 - momentum, and with Nesterov 1 - momentum^2: .51 at .7, .4375 at .75.
    assert.deepEqual([momentum(0.5, false), momentum(0.6, false)], [true, false]);
    assert.deepEqual([momentum(0.7, true), momentum(0.75, true)], [true, false]);
    const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    assert.equal(told({ kind: "adam", ...adam }), false);
    assert.equal(told({ kind: "adamw", ...adam, weightDecay: 0.01 }), false);
    const prodigy = { ...adam, weightDecay: 0, d0: 1e-6, biasCorrection: false };
    assert.equal(told({ kind: "prodigy", ...prodigy }), false);
    assert.equal(told({ kind: "sgd" }), true);
  });

  test("full-batch descent on h w^2 / 2: the climb is what the loss is past the bottom, to first order", () => {
    // w' = (1 - rate x h) w turns its sign above 1 / h; the slope there times the step is rate x h^2 x |w w'|.
    const [h, rate] = [2, 0.8];
    const w = Array.from({ length: 10 }, (_, t) => 3 * (1 - rate * h) ** t);
    const found = overshoot(
      record([0, ...fill(9, 1)], { gradientNorm: w.map((x) => h * Math.abs(x)), rate: fill(10, rate) }),
      { window: 1, climb: 1e-9 },
    );
    const expected = rate * h * Math.abs(w[8]) * h * Math.abs(w[9]);
    assert.ok(Math.abs((found?.values.climb ?? NaN) / expected - 1) < 1e-12);
    const timid = record([0, ...fill(9, -1)], { rate: fill(10, 0.4) });
    assert.equal(overshoot(timid, { window: 1, climb: 1e-9 }), null, "below 1 / h the sign stays");
  });
});

describe("slow convergence", () => {
  const limits = { after: 0.3, gain: 0.05, calm: 1.02 };
  // Validation loss 1 + S^-1/2 after the first evaluation; ten steps at .1 are a unit of S.
  const law = (s: number): number => 1 + s ** -0.5;
  const losses = [2.5, ...Array.from({ length: 8 }, (_, i) => law(i + 1))];

  test("a power law of the sum of rates is continued to twice the sum, from the end and from half-way", () => {
    const gain = law(8) - law(16);
    const found = slowConvergence(recordOf(losses, losses), limits);
    assert.equal(found?.severity, "mild");
    assert.ok(Math.abs(Number(found?.values.gain) - gain) < 1e-12, `${found?.values.gain} for ${gain}`);
    assert.ok(Math.abs(Number(found?.values.share) - gain / (2.5 - law(8))) < 1e-12);
    const half = slowConvergence(
      recordOf(losses.slice(0, 5), losses.slice(0, 5), { plannedSteps: 80 }),
      limits,
    );
    assert.ok(Math.abs(Number(half?.values.gain) - gain) < 1e-12, `${half?.values.gain} for ${gain}`);
    assert.match(found?.meaning ?? "", /twice as far is expected to lower it by 0\.1/);
  });

  test("is silent about a run that has settled, that rises, or of which too little has passed", () => {
    const settled = [2, 1, 0.7, 0.61, 0.6, 0.6, 0.6, 0.6, 0.6];
    assert.equal(slowConvergence(recordOf(settled, settled), limits), null);
    assert.equal(slowConvergence(recordOf(losses, [2, 1.5, 1.4, 1.6, 1.7, 1.8, 1.9]), limits), null);
    const early = losses.slice(0, 3);
    assert.equal(
      slowConvergence(recordOf(early, early, { plannedSteps: 80 }), limits),
      null,
      "20 of 80 steps",
    );
  });

  test("is silent about a run that was above its start: it comes back from too high a rate", () => {
    const rough = [2.5, 2.6, ...losses.slice(2)];
    assert.equal(slowConvergence(recordOf(losses, rough), limits), null);
    assert.notEqual(slowConvergence(recordOf(losses, rough), { ...limits, calm: 1.05 }), null);
  });
});

/** With so many validation messages. Of 200, sqrt(2 / messages) is .1. */
function messages(record: RunRecord, count: number): RunRecord {
  return { ...record, predictions: { train: [], validation: fill(count, 0) } };
}

describe("over-fitting", () => {
  const limits = { errors: 1 };
  const train = [2, 1, 0.5, 0.2, 0.1];

  test("validation climbs from its best while training falls", () => {
    const found = overfitting(messages(recordOf(train, [2, 1.2, 1, 1.1, 1.3]), 200), limits);
    assert.equal(found?.severity, "mild");
    assert.deepEqual(found?.steps, [20, 40]);
    // At step 30, training loss has lost .9 of its start: a rise of .1 is above .1 x 1.1 x .9 = .099.
    assert.equal(found?.warnedAt, 30);
    assert.deepEqual(found?.values, { best: 1, final: 1.3 });
    assert.match(found?.meaning ?? "", /rose 30% .* epoch 2\.0, .* from 0\.50 to 0\.10/);
    assert.equal(
      overfitting(messages(recordOf(train, [2, 1.2, 1, 1, 1.09]), 200), limits),
      null,
      ".09 is below .1 x 1.09 x .95 = .104",
    );
    assert.equal(
      overfitting(messages(recordOf([2, 1, 0.5, 0.6, 0.7], [2, 1.2, 1, 1.1, 1.3]), 200), limits),
      null,
      "both rise",
    );
  });

  test("the more messages are validated on, the smaller a rise is enough", () => {
    const record = recordOf([2, 1, 0.5, 0.2], [2, 1.2, 1, 1.03]);
    // .1 x 1.03 x .9 = .093 with 200 messages, a quarter of it with sixteen times as many; none said counts as 300.
    assert.equal(overfitting(messages(record, 200), limits), null);
    assert.equal(overfitting(record, limits), null);
    assert.equal(overfitting(messages(record, 3200), limits)?.signal, "over-fitting");
  });

  test("the less sure a model is, the smaller a rise is enough; one that learned nothing is not judged", () => {
    const [sure, unsure] = [
      [2, 1, 0.5, 0.2],
      [2, 1.9, 1.8, 1.7],
    ];
    // .1 x 1.88 x .15 = .028, and x .9 = .169.
    const validation = [2, 1.9, 1.85, 1.88];
    assert.equal(overfitting(messages(recordOf(unsure, validation), 200), limits)?.warnedAt, 30);
    assert.equal(overfitting(messages(recordOf(sure, validation), 200), limits), null);
    assert.equal(overfitting(messages(recordOf([2, 2.5, 2.4, 2.3], validation), 200), limits), null);
  });

  test("a rise that came back is no finding", () => {
    assert.equal(overfitting(recordOf([2, 1, 0.5, 0.2], [2, 1, 1.2, 0.9]), limits), null);
  });
});

describe("plateau", () => {
  const limits = { window: 0.25, errors: 0.25, fall: 0.1 };
  const train = [2, 1.5, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
  const of = (validation: number[], count = 200, change = {}): RunRecord =>
    messages(recordOf(train, validation, change), count);

  test("the best validation loss stood still over a quarter of the way", () => {
    // A quarter of an error is .25 x .1 x .8 = .02 at the end, and .25 x .1 x 1.015 x .75 = .019 at step 70.
    const found = plateau(of([2, 1.5, 1.2, 1.1, 1.06, 1.04, 1.015, 1.015, 1]), limits);
    assert.equal(found?.severity, "mild");
    assert.deepEqual(found?.values, { before: 1.015, now: 1 });
    assert.deepEqual(found?.steps, [60, 80]);
    assert.equal(found?.warnedAt, 80);
    assert.match(found?.meaning ?? "", /^Since step 60 .* from 1\.01 to 1\.00 only/);
    assert.equal(plateau(of([2, 1.5, 1.2, 1.1, 1.05, 1.03, 1.03, 1.02, 1]), limits), null);
  });

  test("with few messages a share of all that it fell decides: chance could hide any fall", () => {
    // All of it is 1.
    const falling = (last: number): number[] => [2, 1.8, 1.6, 1.4, 1.25, 1.15, 1 + last, 1, 1];
    assert.equal(plateau(of(falling(0.09), 2), limits)?.warnedAt, 80);
    assert.equal(plateau(of(falling(0.11), 2), limits), null);
  });

  test("where the rate has decayed it looks back further: loss stands still because the rate does", () => {
    const stands = [2, 1.8, 1.6, 1.4, 1, 1, 1, 1, 1];
    assert.equal(plateau(of(stands), limits)?.warnedAt, 60);
    // The way is 40 x .1 + 40 x .01 = 4.4: a quarter of it, 1.1, goes back from its end to 3.3, after step 33.
    const schedule = piecewise({ rates: [0.1, 0.01], boundaries: [40] }).spec;
    assert.equal(plateau(of(stands, 200, { spec: { schedule } }), limits), null);
    // Back from step 80 to 3.52 with a fifth: still before step 40.
    assert.equal(plateau(of(stands, 200, { spec: { schedule } }), { ...limits, window: 0.2 }), null);
    assert.equal(plateau(of(stands, 200, { spec: { schedule } }), { ...limits, window: 0.09 })?.warnedAt, 80);
  });

  test("is said of a run that will not get better, long before its end", () => {
    const found = plateau(of([2, 1, 1, 1, 1, 1, 1, 1, 1]), limits);
    assert.equal(found?.warnedAt, 30, "the first evaluation at 10 is a quarter of the way ago");
  });

  test("is silent about a run that never learned", () => {
    assert.equal(plateau(recordOf(fill(9, 2), fill(9, 2)), limits), null);
    assert.equal(plateau(recordOf(fill(9, 2), [2, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8]), limits), null);
  });
});

describe("diagnose", () => {
  test("a healthy record has no severe finding; the kind and the run's id are there", () => {
    const { kind, run, findings } = diagnose(healthy);
    assert.deepEqual([kind, run], ["diagnosis", healthy.id]);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === "severe"),
      [],
    );
  });

  test("all findings of one record, the severe before the mild, in whole sentences", () => {
    const record = recordOf([2, 1, 1.5, 1, 1.6, 0.5], [2, 1.4, 1, 1.4, 1.8, 1.6]);
    const signals = diagnose(record).findings.map(({ signal }) => signal);
    assert.equal(signals[0], "oscillation");
    assert.ok(signals.includes("over-fitting"));
    for (const { meaning, advice } of diagnose(record).findings) {
      assert.match(meaning, /\d.*\.$/);
      assert.match(advice, /^[A-Z].*\.$/);
    }
  });

  test("a run with one evaluation, or that broke at its first step, is no error", () => {
    assert.deepEqual(diagnose(recordOf([2], [2])).findings, []);
    const broken = recordOf([2, NaN], [2, NaN], { status: "diverged", curve: { loss: [NaN] } });
    assert.deepEqual(
      diagnose({ ...broken, steps: 1 }).findings.map(({ signal, warnedAt }) => [signal, warnedAt]),
      [["divergence", 1]],
    );
  });
});
