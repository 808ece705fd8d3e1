import {
  comparisonChart,
  differenceChart,
  lossChart,
  rateChart,
  scheduleChart,
  type RatePoint,
} from "../../src/charts";
import type { RunRecord } from "../../src/training";
import { GATE_EXAMPLES } from "./gate-examples";
import { EDGE_EXAMPLES } from "./edge-examples";
import { JOINT_EXAMPLES } from "./joint-examples";
import { RANGE_EXAMPLES } from "./range-examples";
import { comparisonOf } from "../tuning/compare-parts";

/** A record whose curves follow from a formula, so that tests know what its chart must say. */
export function record(options: {
  seed: number;
  epochs?: number;
  train?: (epoch: number) => number;
  validation?: (epoch: number) => number;
  divergedAt?: number;
  stoppedAt?: number;
}): RunRecord {
  const { seed, epochs = 4, divergedAt, stoppedAt } = options;
  const perEpoch = 50;
  const train = options.train ?? ((epoch) => 3 * Math.exp(-epoch) + 0.1);
  const validation = options.validation ?? ((epoch) => 3 * Math.exp(-epoch) + 0.4);
  const steps = stoppedAt ?? divergedAt ?? epochs * perEpoch;
  const score = (loss: number) => ({ loss, accuracy: 0.5, macroF1: 0.5 });
  const evaluations = Array.from({ length: 2 * epochs + 1 }, (_, i) => i / 2)
    .filter((epoch) => epoch * perEpoch <= steps)
    .map((epoch) => ({
      step: epoch * perEpoch,
      epoch,
      rate: 0.1,
      train: score(train(epoch) + seed / 1000),
      validation: score(validation(epoch) + seed / 100),
    }));
  return {
    kind: "run-record",
    id: `record-${seed}`,
    spec: {
      kind: "run-spec",
      version: 2,
      data: "data",
      features: "features",
      model: { kind: "linear" },
      optimizer: { kind: "sgd" },
      schedule: { kind: "constant", rate: 0.1 } as unknown as RunRecord["spec"]["schedule"],
      batchSize: 32,
      epochs,
      labelSmoothing: 0,
      clipNorm: null,
      stop: { divergenceFactor: null },
      evaluationsPerEpoch: 2,
      seeds: { init: seed, order: seed },
      engine: { name: "tfjs", backend: "cpu", build: "test" },
    },
    status: stoppedAt !== undefined ? "interrupted" : divergedAt === undefined ? "done" : "diverged",
    steps,
    plannedSteps: epochs * perEpoch,
    curve: { loss: [], rate: [], gradientNorm: [], updateRatio: [], overshoot: [] },
    evaluations,
    predictions: { train: [], validation: [] },
  };
}

const SEEDS = [1, 2, 3];

/** Over-fits after epoch 2. */
const overfit = (epoch: number) => 3 * Math.exp(-2 * epoch) + 0.5 + 0.1 * Math.max(0, epoch - 2);

export const RATES = [0.01, 0.03, 0.1, 0.3, 1, 3];

export function ratePoints(best: number): RatePoint[] {
  return RATES.flatMap((rate) =>
    SEEDS.map((seed) => {
      const off = Math.log10(rate / best) ** 2;
      const diverged = rate === 3 && seed > 1;
      return {
        rate,
        seed,
        validationLoss: diverged ? NaN : 0.5 + off + seed / 100,
        macroF1: diverged ? 0.01 : 0.9 - 0.2 * off - seed / 100,
        diverged,
      };
    }),
  );
}

/** Every kind of chart, in its main forms. */
export const EXAMPLES = {
  "schedule-one": scheduleChart([
    {
      label: "warmup and decay",
      rate: (t) => (t < 100 ? (0.5 * (t + 1)) / 101 : (0.5 * (1000 - t)) / 900),
      steps: 1000,
    },
  ]),
  "schedule-several": scheduleChart([
    { label: "constant", rate: () => 0.3, momentum: () => 0.9, steps: 400 },
    {
      label: "one-cycle",
      rate: (t) => (t < 100 ? t / 200 : (0.5 * (400 - t)) / 300),
      momentum: (t) => (t < 100 ? 0.95 - t / 1000 : 0.85 + (t - 100) / 3000),
      steps: 400,
    },
    { label: "step", rate: (t) => (t < 200 ? 0.4 : 0.04), momentum: () => 0.9, steps: 400 },
  ]),
  "loss-one": lossChart([
    { label: "constant 0.3", records: SEEDS.map((seed) => record({ seed, validation: overfit })) },
  ]),
  "loss-diverged": lossChart([
    {
      label: "constant 3",
      records: [record({ seed: 1 }), record({ seed: 2 }), record({ seed: 3, divergedAt: 60 })],
    },
  ]),
  "loss-stopped": lossChart([{ label: "constant 0.3", records: [record({ seed: 1, stoppedAt: 75 })] }]),
  "loss-several": lossChart([
    { label: "constant 0.1", records: SEEDS.map((seed) => record({ seed })) },
    { label: "cosine 0.5", records: SEEDS.map((seed) => record({ seed, validation: overfit })) },
    { label: "constant 10", records: SEEDS.map((seed) => record({ seed, divergedAt: 30 * seed })) },
  ]),
  "rate-one": rateChart([{ label: "constant", points: ratePoints(0.3) }], {
    band: { low: 0.1, high: 1 },
    chosen: 0.3,
  }),
  "rate-several": rateChart([
    { label: "constant", points: ratePoints(0.1) },
    { label: "cosine", points: ratePoints(0.3) },
  ]),
  "difference-panels": differenceChart(
    [
      { panel: "Matched peak", label: "cosine", mean: -4, low: -5.1, high: -2.9 },
      { panel: "Tuned against tuned", label: "cosine", mean: 0.3, low: -0.1, high: 0.7 },
      { panel: "Tuned against tuned", label: "step", mean: 1.2, low: 0.5, high: 1.9 },
    ],
    {
      title: "Does decay win, and under which fairness?",
      subtitle: "Not at the same peak; step decay wins when both are tuned.",
      unit: "points of macro-F1, schedule minus constant",
      margin: 1,
    },
  ),
  "comparison-three": comparisonChart(comparisonOf()),
  ...RANGE_EXAMPLES,
  ...JOINT_EXAMPLES,
  ...GATE_EXAMPLES,
  ...EDGE_EXAMPLES,
};
