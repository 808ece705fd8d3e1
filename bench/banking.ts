/**
 * Test accuracy on BANKING77 at a rate chosen on validation: three seeds at each rate, the test split scored once
 * for the chosen one.
 *
 *   npm run bench:banking -- BANKING77.csv
 */
import {
  accuracy,
  buildFeatures,
  DEFAULT_FEATURES,
  loadDataset,
  meanInterval,
  predict,
  rateBand,
  sweepRates,
  type FeatureSpec,
  type OptimizerSpec,
} from "../src";

const FEATURES: FeatureSpec = {
  ...DEFAULT_FEATURES,
  word: [1, 2],
  columns: { kind: "vocabulary", maxSize: 8192, minCount: 2 },
};
const OPTIMIZER: OptimizerSpec = { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

async function main(file: string | undefined): Promise<void> {
  if (file === undefined) throw new Error("usage: npm run bench:banking -- BANKING77.csv");
  const features = buildFeatures(await loadDataset(file), FEATURES);
  const sweep = await sweepRates(
    features,
    {
      rates: [0.001, 0.002, 0.005, 0.01, 0.02],
      seeds: [1, 2, 3],
      model: { kind: "mlp", hidden: 128 },
      optimizer: OPTIMIZER,
      batchSize: 64,
      epochs: 6,
    },
    { onProgress: ({ done, total }) => console.error(`${done} of ${total}`) },
  );
  for (const point of sweep.points) {
    console.log(
      `rate ${point.rate}: validation ${(100 * point.accuracy.mean).toFixed(1)}%, diverged ${point.diverged}`,
    );
  }
  const best = rateBand(sweep)?.best;
  if (best === undefined) throw new Error("every rate diverged");
  const { x, y } = features.splits.test;
  const test = meanInterval(best.runs.map((run) => accuracy(y, predict(run.weights, x).labels)));
  console.log(
    `chosen ${best.rate}: test accuracy ${(100 * test.mean).toFixed(1)}% ` +
      `(95% interval ${(100 * test.low).toFixed(1)} to ${(100 * test.high).toFixed(1)}, ${test.count} seeds)`,
  );
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
