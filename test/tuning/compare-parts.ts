// Comparisons of schedules made by hand, so that tests know their answer.
import { meanInterval } from "../../src/evaluation";
import type { RunRecord, TrainedRun } from "../../src/training";
import {
  declareStudy,
  macroF1Difference,
  rateBand,
  rateSensitivity,
  type ComparisonPlan,
  type FairComparison,
  type Fairness,
  type RatePoint,
  type RateSweep,
  type ScheduleComparison,
} from "../../src/tuning";

/** A run whose validation loss goes from `before` to `after`. */
export function lossRun(
  seed: number,
  { after, before = 3, macroF1 = 0.5, status = "done" }: LossRun,
): TrainedRun {
  const evaluation = (step: number, loss: number) => {
    const score = { loss, accuracy: macroF1, macroF1 };
    return { step, epoch: step, rate: 0.1, train: score, validation: score };
  };
  const record = {
    kind: "run-record",
    id: `run-${seed}-${after}`,
    status,
    steps: 1,
    plannedSteps: 1,
    curve: { loss: [], rate: [], gradientNorm: [], updateRatio: [], overshoot: [] },
    predictions: { train: [], validation: [] },
    spec: {
      seeds: { init: seed, order: seed },
      schedule: { kind: "constant", peak: 0.1 },
      optimizer: { kind: "sgd" },
      clipNorm: null,
    },
    evaluations: [evaluation(0, before), evaluation(1, after)],
  };
  return { record: record as unknown as RunRecord, weights: {} as TrainedRun["weights"], seconds: 1 };
}

interface LossRun {
  readonly after: number;
  readonly before?: number;
  readonly macroF1?: number;
  readonly status?: RunRecord["status"];
}

/** A point of runs, one a seed from 1 on. */
export function lossPoint(rate: number, runs: readonly LossRun[]): RatePoint {
  const of = (values: readonly number[]) => meanInterval(values);
  return {
    rate,
    runs: runs.map((run, i) => lossRun(i + 1, run)),
    diverged: runs.filter(({ status }) => status === "diverged").length,
    loss: of(runs.map(({ after }) => after)),
    accuracy: of(runs.map(({ macroF1 = 0.5 }) => macroF1)),
    macroF1: of(runs.map(({ macroF1 = 0.5 }) => macroF1)),
  };
}

/** A shape by its scores (percent, one a seed) in the three comparisons, and its loss at three peaks. */
interface ShapeSketch {
  readonly name: string;
  readonly losses: readonly [number, number, number];
  readonly fair: Readonly<Record<Fairness, { peak: number; meanRate: number; scores: readonly number[] }>>;
}

const PEAKS = [0.1, 0.2, 0.4];

/** A comparison of these shapes, the first being the reference. */
export function comparisonOf(sketches: readonly ShapeSketch[] = SKETCHES): ScheduleComparison {
  const study = declareStudy({
    question: "?",
    factor: "schedule",
    nuisance: [],
    fixed: {},
    seeds: [1, 2, 11, 12, 13],
    runs: 39,
    rule: "best",
  });
  const results = sketches.map(({ name, losses, fair }) => {
    const points = PEAKS.map((peak, i) =>
      lossPoint(peak, [
        { after: losses[i], macroF1: 0.8 - losses[i] / 10 },
        { after: losses[i] + 0.1, macroF1: 0.8 - losses[i] / 10 },
      ]),
    );
    const sweep: RateSweep = { kind: "rate-sweep", study, points };
    const band = rateBand(sweep);
    if (band === null) throw new Error("a sketch cannot diverge everywhere");
    const fresh = freshPoint(fair["tuned against tuned"]);
    return { name, sweep, band, sensitivity: rateSensitivity(sweep), fresh };
  });
  const comparisons = (["matched peak", "matched area", "tuned against tuned"] as const).map(
    (fairness): FairComparison => {
      const points = sketches.map(({ fair }) => freshPoint(fair[fairness]));
      return {
        fairness,
        shapes: sketches.map(({ name, fair }, i) => ({
          name,
          peak: fair[fairness].peak,
          meanRate: fair[fairness].meanRate,
          point: points[i],
          difference: i === 0 ? null : macroF1Difference(points[0], points[i]),
        })),
      };
    },
  );
  const plan = {
    kind: "schedule-comparison-plan",
    study,
    freshSeeds: [11, 12, 13],
    searchRuns: 6,
    cost: { runs: 39, steps: 3900, atMost: true },
  } as unknown as ComparisonPlan;
  return { kind: "schedule-comparison", plan, results, comparisons, cost: { runs: 36, steps: 3600 } };
}

function freshPoint({ peak, scores }: { peak: number; scores: readonly number[] }): RatePoint {
  return lossPoint(
    peak,
    scores.map((score) => ({ after: 1, macroF1: score / 100 })),
  );
}

const at = (peak: number, meanRate: number, ...scores: number[]) => ({ peak, meanRate, scores });

/** Decay loses at the same peak, cannot be told at the same area, and wins where each is tuned. */
export const SKETCHES: readonly ShapeSketch[] = [
  {
    name: "fixed",
    losses: [1.5, 1.2, 2.1],
    fair: {
      "matched peak": at(0.2, 0.2, 70, 71, 72),
      "matched area": at(0.2, 0.2, 70, 71, 72),
      "tuned against tuned": at(0.2, 0.2, 70, 71, 72),
    },
  },
  {
    name: "cosine",
    losses: [1.8, 1.3, 1.1],
    fair: {
      "matched peak": at(0.2, 0.1, 64, 66, 66),
      "matched area": at(0.398, 0.2, 70, 74, 71),
      "tuned against tuned": at(0.4, 0.201, 73, 74.5, 75),
    },
  },
  {
    name: "warmup, stable, decay",
    losses: [1.4, 1.1, 1.6],
    fair: {
      "matched peak": at(0.2, 0.17, 71, 71, 73),
      "matched area": at(0.236, 0.2, 72, 73.1, 74),
      "tuned against tuned": at(0.2, 0.17, 71, 71, 73),
    },
  },
];
