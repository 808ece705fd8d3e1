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
  let most = inner;
  for (let row = 0; row < x.rows; row++) most = Math.max(most, x.indptr[row + 1] - x.indptr[row]);
  const starts = new Int32Array(most);
  const factors = new Float64Array(most);
  for (let row = 0; row < x.rows; row++) {
    let terms = 0;
    for (let entry = x.indptr[row]; entry < x.indptr[row + 1]; entry++) {
      factors[terms] = x.values[entry];
      starts[terms++] = x.indices[entry] * inner;
    }
    sumOfRows(first, starts, factors, terms, firstBias, hidden);
    if (second === undefined) logits.set(hidden);
    else {
      terms = 0;
      for (let k = 0; k < inner; k++) {
        if (hidden[k] <= 0) continue;
        factors[terms] = hidden[k];
        starts[terms++] = k * classes;
      }
      sumOfRows(second, starts, factors, terms, secondBias, logits);
    }
    labels[row] = argMax(logits);
    softmaxInto(logits, probabilities.subarray(row * classes, (row + 1) * classes));
  }
  return { labels, probabilities, classes };
}

/**
 * out = bias + sum of factor x the row of `table` that starts there, term by term: four terms a turn, so that a sum is
 * read and written a quarter as often; the order of the additions is the same as one by one.
 */
function sumOfRows(
  table: Float32Array,
  starts: Int32Array,
  factors: Float64Array,
  terms: number,
  bias: Float32Array,
  out: Float64Array,
): void {
  const width = out.length;
  for (let k = 0; k < width; k++) out[k] = bias[k];
  let term = 0;
  for (; term + 4 <= terms; term += 4) {
    const [a, b, c, d] = [starts[term], starts[term + 1], starts[term + 2], starts[term + 3]];
    const [p, q, r, s] = [factors[term], factors[term + 1], factors[term + 2], factors[term + 3]];
    for (let k = 0; k < width; k++) {
      out[k] = out[k] + p * table[a + k] + q * table[b + k] + r * table[c + k] + s * table[d + k];
    }
  }
  for (; term < terms; term++) {
    const [start, factor] = [starts[term], factors[term]];
    for (let k = 0; k < width; k++) out[k] += factor * table[start + k];
  }
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
