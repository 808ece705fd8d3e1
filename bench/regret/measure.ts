import type { Dataset } from "../../src/data";
import {
  accuracyScores,
  crossedDifference,
  differenceTable,
  macroF1Scores,
  meanInterval,
  type CrossedEstimate,
  type MessageScores,
} from "../../src/evaluation";
import type { Features } from "../../src/features";
import { accuracy, macroF1 } from "../../src/metrics";
import { finalOf, predict, train, type RunRecord, type RunSpec } from "../../src/training";
import {
  rateBand,
  sweepExecutor,
  tune,
  type Executor,
  type RateBand,
  type RatePoint,
  type Shape,
} from "../../src/tuning";
import { gridShapes, RATES, specsOf, type GridSeeds } from "./grid";

/** A setting trained again with seeds that chose nothing; scores are means over seeds, 0 to 1. */
export interface Fresh {
  readonly validation: number;
  readonly accuracy: number;
  readonly macroF1: number;
  /** On the test split, by seed. */
  readonly labels: readonly Int32Array[];
}

/** A schedule over all peaks, and at its best one again. */
export interface ScheduleResult {
  readonly name: string;
  /** Whether `tune` tries it too. */
  readonly tried: boolean;
  readonly band: RateBand;
  readonly fresh: Fresh;
  /** Test macro-F1 minus that of what `tune` selects, points. */
  readonly difference: CrossedEstimate;
  /** Of its runs in the grid. */
  readonly diverged: number;
}

/** `tune` and the full grid on one data set. */
export interface Comparison {
  readonly data: string;
  readonly schedules: readonly ScheduleResult[];
  readonly grid: { readonly runs: number; readonly seconds: number };
  readonly tuned: {
    readonly name: string;
    readonly peak: number;
    readonly outcome: string;
    readonly runs: number;
    readonly seconds: number;
    readonly fresh: Fresh;
  };
  /** The grid's best on validation. */
  readonly best: ScheduleResult;
  /** Best of the grid minus what `tune` selects, points of the test split. */
  readonly regret: { readonly macroF1: CrossedEstimate; readonly accuracy: CrossedEstimate };
}

/** Tunes, runs the whole grid, and scores what each chose with fresh seeds. */
export async function compare(dataset: Dataset, features: Features, seeds: GridSeeds): Promise<Comparison> {
  const say = (text: string): boolean => process.stderr.write(`\r${dataset.name}: ${text} `);
  say("tune");
  const tuneStart = performance.now();
  const tuning = await tune(dataset, features);
  const tuneSeconds = (performance.now() - tuneStart) / 1000;
  const tried = new Set(tuning.plan.shapes.map(({ shape }) => JSON.stringify(shape.spec)));

  const shapes = gridShapes(features);
  const gridStart = performance.now();
  const sweeps: RatePoint[][] = [];
  for (const [i, shape] of shapes.entries()) {
    say(`grid, schedule ${i + 1} of ${shapes.length}`);
    sweeps.push(await sweep(features, shape, seeds.grid));
  }
  const gridSeconds = (performance.now() - gridStart) / 1000;

  say("fresh seeds, the tuned setting");
  const { name, peak, spec } = tuning.selected;
  const tuned = await again(
    features,
    seeds.fresh.map((seed) => ({ ...spec, seeds: { init: seed, order: seed } })),
  );
  const minusTuned = ({ labels }: Fresh, scores: MessageScores): CrossedEstimate =>
    crossedDifference(differenceTable(scores, features.splits.test.y, tuned.labels, labels));
  const schedules: ScheduleResult[] = [];
  for (const [i, shape] of shapes.entries()) {
    say(`fresh seeds, schedule ${i + 1} of ${shapes.length}`);
    const band = rateBand({ points: sweeps[i] });
    if (band === null) throw new Error(`${shape.name}: a run diverged at every peak`);
    const fresh = await again(features, await specsOf(features, shape, band.best.rate, seeds.fresh));
    schedules.push({
      name: shape.name,
      tried: tried.has(JSON.stringify(shape.shape.spec)),
      band,
      fresh,
      difference: minusTuned(fresh, macroF1Scores),
      diverged: sweeps[i].reduce((sum, point) => sum + point.diverged, 0),
    });
  }
  process.stderr.write("\n");
  const best = schedules.reduce((a, b) => (b.band.best.macroF1.mean > a.band.best.macroF1.mean ? b : a));
  return {
    data: dataset.name,
    schedules,
    grid: { runs: shapes.length * RATES.length * seeds.grid.length, seconds: gridSeconds },
    tuned: {
      ...{ name, peak, fresh: tuned, seconds: tuneSeconds },
      outcome: tuning.gate.verdict.outcome,
      runs: tuning.cost.runs,
    },
    best,
    regret: { macroF1: best.difference, accuracy: minusTuned(best.fresh, accuracyScores) },
  };
}

/** A schedule at every peak. Only the last scores are kept: the records of the whole grid would fill the memory. */
async function sweep(features: Features, shape: Shape, seeds: readonly number[]): Promise<RatePoint[]> {
  const specs = await Promise.all(RATES.map((rate) => specsOf(features, shape, rate, seeds)));
  const executor = sweepExecutor(features, specs[0][0].engine);
  return Promise.all(
    specs.map(async (own, i) => {
      const ends = await Promise.all(own.map((spec) => endOf(executor, spec)));
      return {
        rate: RATES[i],
        runs: [],
        diverged: ends.filter(({ status }) => status === "diverged").length,
        loss: meanInterval(ends.map(({ validation }) => validation.loss)),
        accuracy: meanInterval(ends.map(({ validation }) => validation.accuracy)),
        macroF1: meanInterval(ends.map(({ validation }) => validation.macroF1)),
      };
    }),
  );
}

async function endOf(
  executor: Executor,
  spec: RunSpec,
): Promise<{ status: RunRecord["status"]; validation: RunRecord["evaluations"][number]["validation"] }> {
  const { record } = await executor.run(spec, {});
  return { status: record.status, validation: finalOf(record).validation };
}

/** Trains one after the other, so that the weights of one run only are held at a time. */
async function again(features: Features, specs: readonly RunSpec[]): Promise<Fresh> {
  const { x, y } = features.splits.test;
  const labels: Int32Array[] = [];
  let validation = 0;
  for (const spec of specs) {
    const { record, weights } = await train(spec, features);
    validation += finalOf(record).validation.macroF1 / specs.length;
    labels.push(predict(weights, x).labels);
  }
  const mean = (score: (truth: Int32Array, found: Int32Array) => number): number =>
    labels.reduce((sum, found) => sum + score(y, found), 0) / labels.length;
  return { validation, accuracy: mean(accuracy), macroF1: mean(macroF1), labels };
}
