// Range tests made by formula, so that tests know their answer.
import { meanInterval } from "../../src/evaluation";
import type { RunRecord, TrainedRun } from "../../src/training";
import { declareStudy, type RangePlan, type RangeTest, type RatePoint, type Walk } from "../../src/tuning";
import { readWalk } from "../../src/tuning/range-walk";

/** A walk from `low` to `high` in `steps` steps whose validation loss is `loss(sum of rates so far, rate)`. */
export function walkRecord(
  { low, high, steps, every = 10 }: { low: number; high: number; steps: number; every?: number },
  loss: (distance: number, rate: number) => number,
): RunRecord {
  const rates = Array.from({ length: steps }, (_, t) => low * (high / low) ** (t / steps));
  const evaluations = [];
  let distance = 0;
  for (let step = 0; step <= steps; step++) {
    if (step > 0) distance += rates[step - 1];
    if (step % every !== 0 && step !== steps) continue;
    const value = loss(distance, rates[Math.max(0, step - 1)]);
    const score = { loss: value, accuracy: 0.5, macroF1: 0.5 };
    const rate = rates[Math.min(step, steps - 1)];
    evaluations.push({ step, epoch: step / 100, rate, train: score, validation: score });
  }
  return { kind: "run-record", steps, evaluations, curve: { rate: rates } } as unknown as RunRecord;
}

/** Falls from 3 to 1 while the distance nears `best`, rises after it; broken from `edge` on. */
export const valley =
  (best: number, edge = Infinity) =>
  (distance: number, rate: number): number =>
    rate >= edge ? 4 : 1 + 2 * (distance / best - 1) ** 2;

/** A ladder whose macro-F1 is a parabola over log2 of the rate with its top at `best`; seeds are level-shifted. */
export function ladderOf(
  rates: readonly number[],
  best: number,
  { seeds = [1, 2, 3], diverged = () => 0, shift = () => 0, score = parabola }: LadderShape = {},
): RatePoint[] {
  return rates.map((rate) => {
    const runs = seeds.map((seed, i) => {
      const top = Math.log2(best) + shift(seed);
      const broke = i < diverged(rate);
      const f1 = broke ? 0.01 : score(Math.log2(rate) - top) + seed / 100;
      return finishedRun(seed, f1, broke);
    });
    const mean = meanInterval(runs.map(({ record }) => record.evaluations[0].validation.macroF1));
    return {
      rate,
      runs,
      diverged: diverged(rate),
      loss: meanInterval([1, 1]),
      accuracy: mean,
      macroF1: mean,
    };
  });
}

const parabola = (octaves: number): number => 0.8 - 0.1 * octaves ** 2;

interface LadderShape {
  readonly seeds?: readonly number[];
  /** How many runs break at a rate. */
  readonly diverged?: (rate: number) => number;
  /** By how many octaves a seed's best rate differs. */
  readonly shift?: (seed: number) => number;
  /** Macro-F1 so many octaves above the top; default the parabola. */
  readonly score?: (octaves: number) => number;
}

function finishedRun(seed: number, macroF1: number, broke: boolean): TrainedRun {
  const score = { loss: 1, accuracy: macroF1, macroF1 };
  const record = {
    kind: "run-record",
    status: broke ? "diverged" : "done",
    spec: { seeds: { init: seed, order: seed } },
    evaluations: [{ step: 1, epoch: 1, rate: 0.1, train: score, validation: score }],
  };
  return { record: record as unknown as RunRecord, weights: {} as TrainedRun["weights"], seconds: 1 };
}

/** A whole range test with three walks; parts may be replaced. */
export function rangeTestOf(change: Partial<RangeTest> = {}): RangeTest {
  const range = { low: 0.003, high: 100 };
  const walks = [1, 2, 3].map((seed): Walk => {
    const record = walkRecord({ ...range, steps: 400 }, valley(60 + 5 * seed, 2 + seed / 4));
    return { seed, run: { record } as TrainedRun, ...readWalk(record, 400) };
  });
  const ladder = ladderOf([0.1, 0.141, 0.2, 0.283], 0.19);
  const study = declareStudy({
    question: "?",
    factor: "schedule",
    nuisance: [],
    fixed: {},
    seeds: [1, 2, 3],
    runs: 27,
    rule: "top",
  });
  const plan = { kind: "range-test-plan", study, ...range } as RangePlan;
  return {
    kind: "range-test",
    plan,
    study,
    ...range,
    walks,
    priorLoss: 2.9,
    breaksAt: 2.5,
    guess: 0.15,
    ladder,
    answer: { rate: 0.19, low: 0.16, high: 0.23 },
    reason: "whole runs at lower and at higher rates did worse",
    edge: null,
    runs: 15,
    ...change,
  };
}
