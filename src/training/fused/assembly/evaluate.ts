// Scoring messages with the weights as they are.
import { Field } from "./fields";
import { scoreHidden } from "./hidden";
import { listRow, sumTerms } from "./rows";
import { address, field } from "./run";
import { best, negativeLogLikelihood } from "./softmax";

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
  let loss: f64 = 0;
  for (let row = from; row < to; row++) {
    sumTerms(terms, listRow(indptr, indices, values, row), weights, dense, bagged, stride);
    if (!linear) scoreHidden(0, bagged, scores);
    store<i32>(predicted + (<usize>row << 2), best(scores, classes));
    loss += negativeLogLikelihood(scores, load<i32>(labels + (<usize>row << 2)), classes, bytes);
  }
  return loss;
}
