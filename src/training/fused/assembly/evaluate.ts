// Scoring messages with the weights as they are.
import { Field } from "./fields";
import { listActive, scoreHidden } from "./hidden";
import { listRow, sumTerms } from "./rows";
import { address, field } from "./run";
import { best, negativeLogLikelihood } from "./softmax";

/** Messages that are scored together: few enough to stay in the cache, enough for the weights to be read seldom. */
const BLOCK = 32;

/** Predicts the messages `from .. to` into `predicted` and returns the sum of their losses. */
export function evaluate(
  indptr: usize,
  indices: usize,
  values: usize,
  labels: usize,
  from: i32,
  to: i32,
  predicted: usize,
): f64 {
  const terms = address(Field.Terms);
  const weights = address(Field.Bag);
  const dense = address(Field.Dense);
  const stride = <usize>field(Field.BagStride);
  const linear = field(Field.Hidden) == 0;
  const classes = field(Field.Classes);
  const bytes = <usize>field(Field.ClassStride);
  const scores = address(Field.Scores);
  const bagged = linear ? scores : address(Field.Bagged);
  const most = min(BLOCK, field(Field.Batch));
  let loss: f64 = 0;
  for (let row = from; row < to; ) {
    const n = min(most, to - row);
    let out = bagged;
    for (let r = 0; r < n; r++, out += stride) {
      sumTerms(terms, listRow(indptr, indices, values, row + r), weights, dense, out, stride);
      if (!linear) listActive(r, out);
    }
    if (!linear) scoreHidden(n);
    let z = scores;
    for (let r = 0; r < n; r++, row++, z += bytes) {
      store<i32>(predicted + (<usize>row << 2), best(z, classes));
      loss += negativeLogLikelihood(z, load<i32>(labels + (<usize>row << 2)), classes, bytes);
    }
  }
  return loss;
}
