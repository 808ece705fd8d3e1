// One training step and its measures.
import { adamStep } from "./adam";
import { beginBatch, listMessage, touchedColumns } from "./batch";
import { descendColumns, gradientSquares, gradientTimesMomentum, keepColumns } from "./columns";
import { Field, Num } from "./fields";
import { listActive, scoreHidden } from "./hidden";
import { biasGradients, listUnits, unitGradients } from "./hidden-backward";
import { compareRows } from "./last-rows";
import { prodigyStep } from "./prodigy";
import { sumTerms } from "./rows";
import { address, field, num, setNum } from "./run";
import { clearProducts, lossGradient, products } from "./softmax";
import { moved, takeSums, weightsBefore } from "./sums";
import {
  clearMoves,
  descend,
  denseTimesMomentum,
  descendKept,
  keptTimesMomentum,
  lastProducts,
  measure,
  measureAndDescend,
  moveSquares,
  squares,
  weightSquares,
} from "./update";
import { total } from "./vectors";
import { age, ageWindow } from "./window";

const ADAM = 2;
const PRODIGY = 3;

/** Forward: lists the messages, and turns their class scores into gradients; returns the mean loss. */
function forward(rows: usize, n: i32): f64 {
  const direct = field(Field.Direct) != 0;
  const ends = address(Field.TermEnds);
  const targets = address(Field.Targets);
  const weights = address(Field.Bag);
  const dense = address(Field.Dense);
  const stride = <usize>field(Field.BagStride);
  const units = field(Field.Hidden);
  const classes = field(Field.Classes);
  const bytes = <usize>field(Field.ClassStride);
  const smoothing = num(Num.Smoothing);
  const share = <f32>(1.0 / <f64>n);
  let scores = address(Field.Scores);
  let bagged = units == 0 ? scores : address(Field.Bagged);
  let loss: f64 = 0;
  clearProducts();
  for (let r = 0; r < n; r++) listMessage(r, load<i32>(rows + (<usize>r << 2)), direct);
  for (let r = 0; r < n; r++, bagged += stride) {
    const end = ends + (<usize>r << 2);
    sumTerms(load<usize>(end), load<usize>(end, 4), weights, dense, bagged, stride);
    if (units > 0) listActive(r, bagged);
  }
  if (units > 0) {
    scoreHidden(n);
    listUnits(n);
  }
  for (let r = 0; r < n; r++, scores += bytes) {
    loss += lossGradient(scores, load<i32>(targets + (<usize>r << 2)), classes, bytes, smoothing, share);
  }
  return loss / <f64>n;
}

/** Sum of gradient x bias over the first bias. */
function biasProducts(): f64 {
  const bias = address(Field.Dense);
  const gradient = address(Field.Gradient);
  let sum: f64 = 0;
  for (let at: usize = 0; at < <usize>field(Field.BagStride); at += 16) {
    sum += total(f32x4.mul(v128.load(bias + at), v128.load(gradient + at)));
  }
  return sum;
}

/**
 * One step on the messages `rows[0 .. n)` of the split whose sparse rows and labels are given; returns the mean loss
 * before the update. A loss that is not finite updates nothing. Measures are in `Numbers`.
 */
export function step(
  indptr: usize,
  indices: usize,
  values: usize,
  labels: usize,
  rows: usize,
  n: i32,
  rate: f64,
  mu: f64,
): f64 {
  const optimizer = field(Field.Optimizer);
  beginBatch(indptr, indices, values, labels);
  const loss = forward(rows, n);
  const count = touchedColumns;
  setNum(Num.GradientNorm, NaN);
  setNum(Num.UpdateRatio, 0);
  setNum(Num.Overshoot, 0);
  if (!isFinite(loss)) return loss;

  const stride = <usize>field(Field.BagStride);
  const bytes = <usize>field(Field.ClassStride);
  const units = field(Field.Hidden);
  const linear = units == 0;
  let inner = products; // of the scores and their gradient: <w, g> over the bag and its bias, in a linear model
  if (!linear) inner = unitGradients(n);
  biasGradients(n);
  const whole = <usize>field(Field.DenseBytes);

  const direct = field(Field.Direct) != 0;
  if (direct) {
    // Nothing has to wait for the gradient's norm: rows are updated as their gradients are taken.
    clearMoves();
    descendColumns(n, count, <f32>rate, <f32>mu);
    measureAndDescend(0, stride, <f32>rate, <f32>mu);
    const rest = gradientSquares + squares;
    measureAndDescend(stride, whole, <f32>rate, <f32>mu);
    report(rest + squares, squares, lastProducts);
    takeSums(rate, mu, 1, 0, rest + squares, inner + products, gradientTimesMomentum + denseTimesMomentum);
    setNum(Num.UpdateRatio, Math.sqrt(moved / weightsBefore));
    if (optimizer == 1) ageWindow(rate, mu, 0, field(Field.Nesterov) != 0);
    return loss;
  }

  keepColumns(n, count);
  let norm = gradientSquares;
  measure(0, linear ? whole : stride);
  norm += squares;
  if (linear) norm = report(norm, norm, lastProducts + compareRows(count));
  else {
    measure(stride, whole);
    norm = report(norm + squares, squares, lastProducts);
  }
  const clipAt = num(Num.Clip);
  const clip = clipAt == Infinity ? 1 : Math.min(1, clipAt / (norm + 1e-6));
  const decay = num(Num.CoupledDecay);
  clearMoves();
  if (optimizer == ADAM) {
    adamStep(count, rate, clip);
    setNum(Num.UpdateRatio, Math.sqrt(moveSquares / weightSquares));
    return loss;
  }
  if (optimizer == PRODIGY) {
    if (prodigyStep(count, rate, clip)) setNum(Num.UpdateRatio, Math.sqrt(moveSquares / weightSquares));
    return loss;
  }
  const gw = inner - biasProducts();
  const a = <f32>rate;
  const v = <f32>mu;
  const c = <f32>clip;
  descendKept(count, a, v, c, <f32>decay);
  takeSums(rate, mu, clip, decay, gradientSquares, gw, keptTimesMomentum);
  descend(0, stride, a, v, c, 0);
  if (!linear) {
    const bias = stride + <usize>units * bytes;
    descend(stride, bias, a, v, c, <f32>decay);
    descend(bias, whole, a, v, c, 0);
  }
  setNum(Num.UpdateRatio, Math.sqrt((moveSquares + moved) / (weightSquares + weightsBefore)));
  if (optimizer == 1) {
    ageTouched(count);
    ageWindow(rate, mu, decay, field(Field.Nesterov) != 0);
  }
  return loss;
}

/**
 * Reports the gradient from its sum of squares, that of the output layer, and the output layer's products with the
 * last step's; returns its norm.
 */
function report(all: f64, output: f64, opposed: f64): f64 {
  const outputNorm = Math.sqrt(output);
  const scale = outputNorm * num(Num.LastNorm);
  if (num(Num.HasLast) != 0 && scale > 0) {
    setNum(Num.Overshoot, Math.min(1, Math.max(-1, -opposed / scale)));
  }
  setNum(Num.HasLast, 1);
  setNum(Num.LastNorm, outputNorm);
  const norm = Math.sqrt(all);
  setNum(Num.GradientNorm, norm);
  return norm;
}

/** The rows that this step updated are current up to its end. */
function ageTouched(count: i32): void {
  const touched = address(Field.Touched);
  const steps = address(Field.RowStep);
  const next = age() + 1;
  for (let u = 0; u < count; u++) {
    store<i32>(steps + (<usize>load<u32>(touched + (<usize>u << 3)) << 2), next);
  }
}
