import type { Tensor2D } from "@tensorflow/tfjs";
import type { SparseRows } from "../../features";
import type { ChosenBackend, Tf } from "./backend";
import { SPARSE_BAG, SPARSE_BAG_GRADIENT, type SparseBatch } from "./sparse-bag-kernels";

/** The given rows of a sparse matrix, in the given order, as one batch. */
export function takeRows(x: SparseRows, rows: Int32Array): SparseBatch {
  const start = new Int32Array(rows.length + 1);
  for (let r = 0; r < rows.length; r++) start[r + 1] = start[r] + x.indptr[rows[r] + 1] - x.indptr[rows[r]];
  const indices = new Int32Array(start[rows.length]);
  const values = new Float32Array(start[rows.length]);
  for (let r = 0; r < rows.length; r++) {
    const from = x.indptr[rows[r]];
    const to = x.indptr[rows[r] + 1];
    indices.set(x.indices.subarray(from, to), start[r]);
    values.set(x.values.subarray(from, to), start[r]);
  }
  return { rows: rows.length, columns: x.columns, start, indices, values };
}

/**
 * X W for a batch X of sparse rows [rows, columns] and dense weights W [columns, width], differentiable in W:
 * dW = X^T dy, dense.
 */
export function sparseBag(chosen: ChosenBackend, batch: SparseBatch, weights: Tensor2D): Tensor2D {
  return chosen.backend === "tensorflow"
    ? segmentSum(chosen.tf, batch, weights)
    : ownKernel(chosen.tf, batch, weights);
}

function ownKernel(tf: Tf, batch: SparseBatch, weights: Tensor2D): Tensor2D {
  const attrs = { batch } as never;
  const bag = tf.customGrad((w) => ({
    value: tf.engine().runKernel(SPARSE_BAG, { weights: w as Tensor2D }, attrs) as Tensor2D,
    gradFunc: (dy) => tf.engine().runKernel(SPARSE_BAG_GRADIENT, { dy: dy as Tensor2D }, attrs) as Tensor2D,
  }));
  return bag(weights) as Tensor2D;
}

function segmentSum(tf: Tf, batch: SparseBatch, weights: Tensor2D): Tensor2D {
  const entries = batch.indices.length;
  if (entries === 0) return tf.zeros([batch.rows, weights.shape[1]]).add(weights.sum().mul(0)) as Tensor2D;
  const rowOf = new Int32Array(entries);
  for (let row = 0; row < batch.rows; row++) rowOf.fill(row, batch.start[row], batch.start[row + 1]);
  const picked = tf.gather(weights, tf.tensor1d(batch.indices, "int32"));
  const weighted = tf.mul(picked, tf.tensor2d(batch.values, [entries, 1]));
  return tf.unsortedSegmentSum(weighted, tf.tensor1d(rowOf, "int32"), batch.rows) as Tensor2D;
}
