/**
 * A program of its own that trains one run of a plan as a user of TensorFlow.js would: `model.fit` on a dense tensor,
 * at a constant rate, validation data scored after each epoch: node tfjs-fit.js PLAN.json
 */
import { readFileSync } from "node:fs";
import type { Tensor } from "@tensorflow/tfjs";
import type { FeatureSplit } from "../../src/features";
import { chooseBackend } from "../../src/training";
import { readProblem } from "../lib/problem";
import type { Plan } from "./plan";

/** What one run took and came to. */
export interface FitAnswer {
  readonly backend: string;
  readonly trainingSeconds: number;
  readonly epochs: number;
  /** Percent. */
  readonly validation: number;
}

async function main(file: string): Promise<void> {
  const plan = JSON.parse(readFileSync(file, "utf8")) as Plan;
  const { tf, backend } = await chooseBackend();
  const { features } = readProblem(plan.folder);
  const { rate, seed } = plan.runs[0];
  const dense = ({ x, y }: FeatureSplit): [Tensor, Tensor] => {
    const values = new Float32Array(x.rows * x.columns);
    for (let row = 0; row < x.rows; row++) {
      for (let e = x.indptr[row]; e < x.indptr[row + 1]; e++)
        values[row * x.columns + x.indices[e]] = x.values[e];
    }
    return [tf.tensor2d(values, [x.rows, x.columns]), tf.tensor1d(Float32Array.from(y))];
  };
  const columns = features.splits.train.x.columns;
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: plan.hidden,
        activation: "relu",
        inputShape: [columns],
        kernelInitializer: tf.initializers.glorotUniform({ seed }),
      }),
      tf.layers.dense({ units: features.labels.length, activation: "softmax" }),
    ],
  });
  const optimizer = tf.train.momentum(rate, 0.9);
  model.compile({ optimizer, loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  const [x, y] = dense(features.splits.train);
  const validationData = dense(features.splits.validation);
  const start = performance.now();
  const { history } = await model.fit(x, y, {
    batchSize: plan.batch,
    epochs: plan.epochs,
    validationData,
    verbose: 0,
  });
  const answer: FitAnswer = {
    backend,
    trainingSeconds: (performance.now() - start) / 1000,
    epochs: plan.epochs,
    validation: 100 * Number(history.val_acc[plan.epochs - 1]),
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
}

void main(process.argv[2]);
