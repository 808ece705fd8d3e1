import type { GradSaveFunc, Scalar, Tensor, Tensor2D, Variable } from "@tensorflow/tfjs";
import type { ModelWeights } from "../weights";
import type { ChosenBackend, Tf } from "./backend";
import { sparseBag } from "./sparse-bag";
import type { SparseBatch } from "./sparse-bag-kernels";

/** The variables of a built-in model, in the order of `ModelWeights.arrays`. */
export function createVariables(tf: Tf, weights: ModelWeights): Variable[] {
  return weights.arrays.map((array) =>
    tf.tidy(() => tf.variable(tf.tensor(array.values.slice(), [...array.shape]), true)),
  );
}

/** Logits [rows, classes] of a batch: linear in the bag, or through one ReLU layer. */
export function logitsOf(chosen: ChosenBackend, variables: readonly Tensor[], batch: SparseBatch): Tensor2D {
  const { tf } = chosen;
  const [first, firstBias, second, secondBias] = variables;
  const inner = tf.add(sparseBag(chosen, batch, first as Tensor2D), firstBias) as Tensor2D;
  if (second === undefined) return inner;
  return tf.add(product(tf, tf.relu(inner), second as Tensor2D), secondBias) as Tensor2D;
}

/**
 * A B with dA = dy B^T and dB = A^T dy, transposed before they are multiplied: the wasm backend multiplies by a
 * transposed matrix in a plain loop, ten times slower than by one that lies as it should.
 */
function product(tf: Tf, a: Tensor2D, b: Tensor2D): Tensor2D {
  const multiply = tf.customGrad((x, y, save) => {
    (save as GradSaveFunc)([x as Tensor2D, y as Tensor2D]);
    return {
      value: tf.matMul(x as Tensor2D, y as Tensor2D),
      gradFunc: (dy, [left, right]) => [
        tf.matMul(dy as Tensor2D, tf.transpose(right as Tensor2D)),
        tf.matMul(tf.transpose(left as Tensor2D), dy as Tensor2D),
      ],
    };
  });
  return multiply(a, b) as Tensor2D;
}

/**
 * Mean cross-entropy in nats of softmax(logits) against smoothed labels (torch.nn.CrossEntropyLoss): with the
 * target t = 1 - e + e / classes for the label and e / classes for the others, the mean over rows of
 * logsumexp(z) - sum(t z); its gradient is (softmax(z) - t) / rows. Worked out on the logits' values, which are few:
 * TensorFlow.js's own loss costs a dozen kernels a step.
 *
 * @param smoothing e, from 0 to below 1; default 0
 */
export function crossEntropyLoss(tf: Tf, logits: Tensor2D, labels: Int32Array, smoothing = 0): Scalar {
  const loss = tf.customGrad((z) => {
    const [rows, classes] = (z as Tensor2D).shape;
    const values = (z as Tensor2D).dataSync();
    const gradient = new Float32Array(values.length);
    const others = smoothing / classes;
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const from = row * classes;
      let peak = -Infinity;
      for (let c = 0; c < classes; c++) peak = Math.max(peak, values[from + c]);
      let sum = 0;
      let mean = 0;
      for (let c = 0; c < classes; c++) {
        sum += Math.exp(values[from + c] - peak);
        mean += values[from + c] / classes;
      }
      const label = from + labels[row];
      // Without smoothing, not 0 x mean: that is NaN for a logit that is infinite.
      const target = smoothing > 0 ? (1 - smoothing) * values[label] + smoothing * mean : values[label];
      total += peak + Math.log(sum) - target;
      for (let c = from; c < from + classes; c++) {
        gradient[c] = (Math.exp(values[c] - peak) / sum - others) / rows;
      }
      gradient[label] -= (1 - smoothing) / rows;
    }
    return {
      value: tf.scalar(total / rows),
      gradFunc: (dy) => tf.mul(tf.tensor2d(gradient, [rows, classes]), dy),
    };
  });
  return loss(logits) as Scalar;
}

/** Copies the variables' values out. */
export function readWeights(variables: readonly Variable[], like: ModelWeights): ModelWeights {
  return {
    ...like,
    arrays: like.arrays.map((array, i) => ({
      ...array,
      values: Float32Array.from(variables[i].dataSync() as Float32Array),
    })),
  };
}
