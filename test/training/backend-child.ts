// Run in a child process, with LR_LAB_BACKEND set: the sparse bag, its gradient, and a short run, as JSON.
import type { Tensor2D } from "@tensorflow/tfjs";
import { chooseBackend, runSpec, train } from "../../src/training";
import { sparseBag } from "../../src/training/tfjs/sparse-bag";
import vectors from "../fixtures/training-vectors.json";
import { featuresOf } from "./helpers";
import { batch, COLUMNS, wave, WIDTH } from "./sparse-batch";

export interface BackendReport {
  readonly backend: string;
  readonly bag: number[];
  readonly gradient: number[];
  readonly losses: readonly number[];
  readonly weights: number[][];
  readonly leaked: number;
}

async function report(): Promise<BackendReport> {
  const chosen = await chooseBackend();
  const { tf } = chosen;
  const x = batch();
  const before = tf.memory().numTensors;
  const [bag, gradient] = tf.tidy(() => {
    const weights = tf.tensor2d(wave(COLUMNS * WIDTH, 1), [COLUMNS, WIDTH]);
    const dy = tf.tensor2d(wave(x.rows * WIDTH, 2), [x.rows, WIDTH]);
    const { value, grad } = tf.valueAndGrad((w) => sparseBag(chosen, x, w as Tensor2D))(weights, dy);
    return [[...value.dataSync()], [...grad.dataSync()]];
  });
  const features = featuresOf(vectors.columns, vectors.classes, vectors.train, vectors.validation);
  const spec = await runSpec(features, {
    schedule: 0.1,
    model: { kind: "mlp", hidden: 4 },
    batchSize: 8,
    epochs: 5,
    clipNorm: 0.5,
    engine: "tfjs",
  });
  const { record, weights } = await train(spec, features);
  return {
    backend: chosen.backend,
    bag,
    gradient,
    losses: record.curve.loss,
    weights: weights.arrays.map(({ values }) => [...values]),
    leaked: tf.memory().numTensors - before,
  };
}

if (require.main === module) {
  void report().then((result) => console.log(JSON.stringify(result)));
}
