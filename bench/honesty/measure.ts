import {
  accuracy,
  buildFeatures,
  constant,
  cosine,
  finalOf,
  meanInterval,
  nearestTrainJaccard,
  plannedSteps,
  predict,
  runAll,
  runSpec,
  slicesOf,
  sliceAccuracy,
  warmup,
  withPeak,
  wrongLabelsLearned,
  type Dataset,
  type Estimate,
  type Features,
  type ModelSpec,
  type Schedule,
  type Slice,
  type TrainedRun,
} from "../../src";
import { nearestNeighbourAccuracy } from "./nearest-neighbour";
import { PLAN } from "./plan";

/** What all run seeds say of one rate, in shares. */
export interface RateFigures {
  readonly rate: number;
  readonly diverged: number;
  readonly validation: number;
  readonly test: number;
  readonly wrongLearned: number;
  readonly slices: Readonly<Record<string, number>>;
}

/** Every figure that the datasheet states, for one data set; shares, not points. */
export interface HonestyFigures {
  readonly nearDuplicates: number;
  readonly nearestNeighbour: number;
  readonly rates: readonly RateFigures[];
  readonly second: readonly RateFigures[];
  readonly best: RateFigures;
  readonly secondBest: RateFigures;
  readonly tenth: RateFigures | undefined;
  readonly tenfold: RateFigures | undefined;
  /** Decades over which test accuracy is within a point of its highest, between grid points by interpolation. */
  readonly bandDecades: number;
  readonly hottest: RateFigures;
  /** Test accuracy gained at the hottest rate by a schedule over a constant rate, paired by seed. */
  readonly edgeDecay: Estimate;
  readonly edgeWarmup: Estimate;
  /** Each shape at its own best peak: cosine, and warmup, minus constant. */
  readonly tunedDecay: Estimate;
  readonly tunedWarmup: Estimate;
  /** The slice that moves most between two rates whose overall accuracy differs by a point or less. */
  readonly sliceByRate: {
    slice: string;
    messages: number;
    from: number;
    to: number;
    overall: number;
    sliceChange: number;
  };
}

/** Measures everything on one data set; `progress` is told of each group of runs. */
export async function measure(dataset: Dataset, progress: (what: string) => void): Promise<HonestyFigures> {
  const features = buildFeatures(dataset, PLAN.features);
  progress("near duplicates");
  const nearest = nearestTrainJaccard(
    dataset.messages.filter((m) => m.split === "train").map((m) => m.text),
    dataset.messages.filter((m) => m.split === "test").map((m) => m.text),
  );
  progress("nearest neighbour");
  const nearestNeighbour = nearestNeighbourAccuracy(features);
  progress("rates");
  const rates = await sweep(dataset, features, PLAN.model, PLAN.rates);
  progress("second configuration");
  const second = await sweep(dataset, features, PLAN.second, PLAN.secondRates);
  const best = bestOf(rates);
  const at = (factor: number): RateFigures | undefined =>
    rates.find(({ rate }) => Math.abs(rate / (best.rate * factor) - 1) < 0.01);
  const stable = rates.filter(({ diverged }) => diverged === 0);
  const hottest = stable[stable.length - 1];
  progress("schedules");
  const steps = plannedSteps(features, PLAN);
  const decay = cosine({ peak: 1, steps });
  const warm = warmup(constant({ peak: 1 }), { steps: Math.round(steps / 20) });
  const gain = (shape: Schedule, peak: number): Promise<Estimate> =>
    difference(features, peak, withPeak(shape, peak));
  const tuned = async (shape: Schedule): Promise<Estimate> => {
    const scored = [];
    for (const peak of PLAN.peaks) {
      const runs = await trained(features, PLAN.model, withPeak(shape, peak), PLAN.runSeeds);
      scored.push({ peak, score: meanInterval(runs.map((run) => finalValidation(run))).mean });
    }
    const top = scored.reduce((a, b) => (b.score > a.score ? b : a));
    return difference(features, best.rate, withPeak(shape, top.peak));
  };
  return {
    nearDuplicates: nearest.jaccard.filter((j) => j >= 0.8).length / nearest.jaccard.length,
    nearestNeighbour,
    rates,
    second,
    best,
    secondBest: bestOf(second),
    tenth: at(0.1),
    tenfold: at(10),
    bandDecades: bandDecades(rates),
    hottest,
    edgeDecay: await gain(decay, hottest.rate),
    edgeWarmup: await gain(warm, hottest.rate),
    tunedDecay: await tuned(decay),
    tunedWarmup: await tuned(warm),
    sliceByRate: sliceByRate(dataset, stable),
  };
}

/** Test accuracy of each rate of a configuration, the mean over the run seeds. */
export async function sweep(
  dataset: Dataset,
  features: Features,
  model: ModelSpec,
  rates: readonly number[],
): Promise<RateFigures[]> {
  const slices = taggedSlices(dataset);
  const truth = features.splits.test.y;
  const figures: RateFigures[] = [];
  for (const rate of rates) {
    const runs = await trained(features, model, rate, PLAN.runSeeds);
    const labels = runs.map((run) => predict(run.weights, features.splits.test.x).labels);
    figures.push({
      rate,
      diverged: runs.filter(({ record }) => record.status === "diverged").length,
      validation: mean(runs.map(finalValidation)),
      test: mean(labels.map((l) => accuracy(truth, l))),
      wrongLearned: mean(runs.map(({ record }) => wrongLabelsLearned(dataset, record.predictions.train))),
      slices: Object.fromEntries(
        slices.map((slice) => [slice.name, mean(labels.map((l) => sliceAccuracy(slice, truth, l)))]),
      ),
    });
  }
  return figures;
}

async function trained(
  features: Features,
  model: ModelSpec,
  schedule: Schedule | number,
  seeds: readonly number[],
): Promise<TrainedRun[]> {
  const { batchSize, epochs, optimizer } = PLAN;
  const specs = [];
  for (const seed of seeds)
    specs.push(await runSpec(features, { model, optimizer, batchSize, epochs, schedule, seed }));
  return runAll(specs, features);
}

/** Test accuracy of a schedule minus that of a fixed rate, paired over the edge seeds. */
async function difference(features: Features, fixed: number, schedule: Schedule): Promise<Estimate> {
  const score = (run: TrainedRun): number =>
    accuracy(features.splits.test.y, predict(run.weights, features.splits.test.x).labels);
  const before = await trained(features, PLAN.model, fixed, PLAN.pairedSeeds);
  const after = await trained(features, PLAN.model, schedule, PLAN.pairedSeeds);
  return meanInterval(after.map((run, i) => score(run) - score(before[i])));
}

function finalValidation({ record }: TrainedRun): number {
  return finalOf(record).validation.accuracy;
}

function bestOf(figures: readonly RateFigures[]): RateFigures {
  const stable = figures.filter(({ diverged }) => diverged === 0);
  return stable.reduce((a, b) => (b.validation > a.validation ? b : a));
}

function bandDecades(figures: readonly RateFigures[]): number {
  const top = Math.max(...figures.map(({ test }) => test));
  const peak = figures.findIndex(({ test }) => test === top);
  const crossing = (direction: 1 | -1): number => {
    for (let i = peak; ; i += direction) {
      const [here, next] = [figures[i], figures[i + direction]];
      if (next === undefined) return Math.log10(here.rate);
      if (next.test >= top - 0.01) continue;
      const share = (here.test - (top - 0.01)) / (here.test - next.test);
      return Math.log10(here.rate) + share * Math.log10(next.rate / here.rate);
    }
  };
  return crossing(1) - crossing(-1);
}

/** The slices that the generator made: what the datasheet is about. */
function taggedSlices(dataset: Dataset): Slice[] {
  return slicesOf(dataset, "test").filter(({ source }) => source === "data");
}

function sliceByRate(dataset: Dataset, figures: readonly RateFigures[]): HonestyFigures["sliceByRate"] {
  const sizes = new Map(taggedSlices(dataset).map((slice) => [slice.name, slice.rows.length]));
  const pairs = figures.flatMap((a) =>
    figures
      .filter((b) => Math.abs(b.test - a.test) <= 0.01)
      .flatMap((b) =>
        Object.keys(a.slices)
          .filter((slice) => (sizes.get(slice) ?? 0) >= 400)
          .map((slice) => ({
            slice,
            messages: sizes.get(slice) as number,
            from: a.rate,
            to: b.rate,
            overall: b.test - a.test,
            sliceChange: b.slices[slice] - a.slices[slice],
          })),
      ),
  );
  return pairs.reduce((a, b) => (b.sliceChange < a.sliceChange ? b : a));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
