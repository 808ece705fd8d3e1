import type { SparseRows } from "../features";
import type { ModelWeights } from "./weights";

/** What a model says of each row: the most likely label and the probabilities, row-major [rows, classes]. */
export interface Prediction {
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
  readonly classes: number;
}

/**
 * p = softmax(x W + b), with a ReLU layer before it for an mlp. Plain arithmetic, without TensorFlow.js, so that a
 * trained model can be used anywhere; ties go to the lower label.
 *
 * @example const { labels } = predict(run.weights, features.splits.test.x);
 */
export function predict(weights: ModelWeights, x: SparseRows): Prediction {
  const arrays = weights.arrays.map((array) => array.values);
  const [first, firstBias, second, secondBias] = arrays;
  const inner = firstBias.length;
  const classes = second === undefined ? inner : secondBias.length;
  const labels = new Int32Array(x.rows);
  const probabilities = new Float32Array(x.rows * classes);
  const hidden = new Float64Array(inner);
  const logits = new Float64Array(classes);
  for (let row = 0; row < x.rows; row++) {
    for (let k = 0; k < inner; k++) hidden[k] = firstBias[k];
    for (let entry = x.indptr[row]; entry < x.indptr[row + 1]; entry++) {
      const from = x.indices[entry] * inner;
      const value = x.values[entry];
      for (let k = 0; k < inner; k++) hidden[k] += value * first[from + k];
    }
    if (second === undefined) logits.set(hidden);
    else {
      for (let c = 0; c < classes; c++) logits[c] = secondBias[c];
      for (let k = 0; k < inner; k++) {
        const value = hidden[k];
        if (value <= 0) continue;
        const from = k * classes;
        for (let c = 0; c < classes; c++) logits[c] += value * second[from + c];
      }
    }
    labels[row] = argMax(logits);
    softmaxInto(logits, probabilities.subarray(row * classes, (row + 1) * classes));
  }
  return { labels, probabilities, classes };
}

/** Index of the largest value; the first of equals; 0 when nothing compares (NaN). */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** Overwrites the logits. */
function softmaxInto(logits: Float64Array, out: Float32Array): void {
  let peak = -Infinity;
  for (let c = 0; c < logits.length; c++) peak = Math.max(peak, logits[c]);
  let sum = 0;
  for (let c = 0; c < logits.length; c++) sum += logits[c] = Math.exp(logits[c] - peak);
  for (let c = 0; c < logits.length; c++) out[c] = logits[c] / sum;
}
