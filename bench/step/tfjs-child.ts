/**
 * Answers step requests with TensorFlow.js: the raw step (batch, forward, backward, update) with lr-lab's sparse
 * kernels, which TensorFlow.js itself lacks, and without the diagnostics that the fused step reports.
 */
import { readProblem } from "../lib/problem";
import { serve, time } from "../lib/serve";
import { createRandom } from "../../src/data";
import { initialWeights } from "../../src/training";
import { chooseBackend } from "../../src/training/tfjs/backend";
import { createVariables, crossEntropyLoss, logitsOf } from "../../src/training/tfjs/network";
import { createUpdater } from "../../src/training/tfjs/optimizers";
import { takeRows } from "../../src/training/tfjs/sparse-bag";
import { OPTIMIZERS, type StepRequest } from "./optimizers";

async function answer({ folder, optimizer, rate, steps, losses }: StepRequest): Promise<unknown> {
  const chosen = await chooseBackend();
  const { tf } = chosen;
  const { features, hidden, batch } = readProblem(folder);
  const { x, y } = features.splits.train;
  const variables = createVariables(
    tf,
    initialWeights({ kind: "mlp", hidden }, x.columns, features.labels.length, 1),
  );
  const updater = createUpdater(tf, OPTIMIZERS[optimizer].spec, variables);
  const order = createRandom(1);
  const perEpoch = Math.ceil(x.rows / batch);
  const found: number[] = [];
  let permutation = new Int32Array(0);
  const advance = (step: number): void => {
    const within = step % perEpoch;
    if (within === 0) permutation = Int32Array.from(order.shuffle([...Array(x.rows).keys()]));
    const picked = permutation.subarray(within * batch, (within + 1) * batch);
    tf.tidy(() => {
      const rows = takeRows(x, picked);
      const labels = picked.map((row) => y[row]);
      const { value, grads } = tf.variableGrads(
        () => crossEntropyLoss(tf, logitsOf(chosen, variables, rows), labels),
        variables,
      );
      updater.apply(
        variables.map((variable) => grads[variable.name]),
        rate,
      );
      if (losses) found.push(value.dataSync()[0]);
    });
  };
  const took = await time(() => {
    for (let step = 0; step < steps; step++) advance(step);
    // The native backend works on while JavaScript goes on: wait for the last update.
    variables[0].dataSync();
  });
  updater.dispose();
  tf.dispose(variables);
  return losses ? found : { ...took, backend: chosen.backend };
}

void serve(answer);
