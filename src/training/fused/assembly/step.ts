// One training step and its measures.
import { beginBatch, listMessage, touchedColumns } from "./batch";
import {
  columnGradients,
  DESCEND,
  gradientSquares,
  gradientTimesMomentum,
  HEAVY_BALL,
  KEEP,
  NESTEROV,
} from "./columns";
import { Field, Num } from "./fields";
import { denseGradients, hiddenGradient, listUnits, scoreHidden } from "./hidden";
import { sumTerms } from "./rows";
import { address, field, num, setNum } from "./run";
import { clearProducts, lossGradient, products } from "./softmax";
import { adamStep } from "./adam";
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
import { moved, takeSums, weightsBefore } from "./sums";
import { axpy, total } from "./vectors";
import { ageWindow } from "./window";

const ADAM = 2;

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
  if (units > 0) memory.fill(address(Field.UnitCount), 0, <usize>units << 2);
  clearProducts();
  listMessage(0, load<i32>(rows), direct);
  for (let r = 0; r < n; r++, bagged += stride, scores += bytes) {
    // The next message is listed first, so that its rows are fetched while this one's are summed.
    if (r + 1 < n) listMessage(r + 1, load<i32>(rows + (<usize>r << 2), 4), direct);
    const end = ends + (<usize>r << 2);
    const first = load<usize>(end);
    const last = load<usize>(end, 4);
    sumTerms(first, last, weights, dense, bagged, stride);
    if (units > 0) {
      scoreHidden(r, bagged, scores);
      listUnits(r);
    }
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

/** A linear model's gradient x the last one, over the rows that both batches touch; then this one becomes the last. */
function compareRows(count: i32): f64 {
  const bytes = <usize>field(Field.BagStride);
  const touched = address(Field.Touched);
  const kept = address(Field.RowGradients);
  const lastSlot = address(Field.LastSlot);
  const lastRows = address(Field.LastRows);
  let sum: f64 = 0;
  for (let u = 0; u < count; u++) {
    const column = <usize>load<u32>(touched + (<usize>u << 3));
    const slot = load<i32>(lastSlot + (column << 2));
    if (slot == 0) continue;
    const a = kept + <usize>u * bytes;
    const b = lastRows + <usize>(slot - 1) * bytes;
    let p = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) p = axpy(p, v128.load(a + at), v128.load(b + at));
    sum += total(p);
  }
  memory.fill(lastSlot, 0, <usize>field(Field.Columns) << 2);
  for (let u = 0; u < count; u++) {
    const column = <usize>load<u32>(touched + (<usize>u << 3));
    store<i32>(lastSlot + (column << 2), u + 1);
  }
  memory.copy(lastRows, kept, <usize>count * bytes);
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
  setNum(Num.Loss, loss);
  setNum(Num.GradientNorm, NaN);
  setNum(Num.UpdateRatio, 0);
  setNum(Num.Overshoot, 0);
  if (!isFinite(loss)) return loss;

  const stride = <usize>field(Field.BagStride);
  const bytes = <usize>field(Field.ClassStride);
  const units = field(Field.Hidden);
  const linear = units == 0;
  let inner = products; // of the scores and their gradient: <w, g> over the bag and its bias, in a linear model
  if (!linear) {
    inner = 0;
    let d = address(Field.Scores);
    let out = address(Field.BagGradient);
    for (let r = 0; r < n; r++, d += bytes, out += stride) inner += hiddenGradient(r, d, out);
  }
  denseGradients(n);
  const whole = <usize>field(Field.DenseBytes);

  const direct = field(Field.Direct) != 0;
  if (direct) {
    // Nothing has to wait for the gradient's norm: rows are updated as their gradients are taken.
    const nesterov = field(Field.Nesterov) != 0;
    const rule = optimizer == 0 ? DESCEND : nesterov ? NESTEROV : HEAVY_BALL;
    clearMoves();
    columnGradients(rule, n, count, <f32>rate, <f32>mu);
    measureAndDescend(0, stride, <f32>rate, <f32>mu);
    const rest = gradientSquares + squares;
    measureAndDescend(stride, whole, <f32>rate, <f32>mu);
    report(rest + squares, squares, lastProducts);
    takeSums(rate, mu, 1, 0, rest + squares, inner + products, gradientTimesMomentum + denseTimesMomentum);
    setNum(Num.UpdateRatio, Math.sqrt(moved / weightsBefore));
    if (optimizer == 1) ageWindow(rate, mu, 0, nesterov);
    return loss;
  }

  columnGradients(KEEP, n, count, 0, 0);
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
  const age = <i32>num(Num.Age) + 1;
  for (let u = 0; u < count; u++) {
    store<i32>(steps + (<usize>load<u32>(touched + (<usize>u << 3)) << 2), age);
  }
}
