// Prodigy: Adam whose rate is an estimate d of the distance to a solution times the schedule's multiplier. The formulas
// stand at ProdigySpec (run-spec.ts). Two passes over all weights, since d' is needed before any of them moves: the
// first takes moments and sums, the second steps. Kept are the root of v, as in adam.ts, and w0 - w in place of w0: in
// float32 the first moves, of d0 = 1e-6, are lost in the difference of two weights.
import { Field, Num } from "./fields";
import { address, field, num, setNum } from "./run";
import { addMoves } from "./update";
import { axpy, both, widen } from "./vectors";

/** Factors of this step: of what was kept (beta1, beta2, sqrt(beta2)), and of the gradient that comes to it. */
let keep1: f32 = 0;
let keep2: f32 = 0;
let keep3: f32 = 0;
let add1: f32 = 0;
let add2: f32 = 0;
let add3: f32 = 0;
let clipNow: f32 = 0;

/** Over all parameters: gradient x the way back, and the sum of gradients' absolute values. */
let products: f64 = 0;
let absolutes: f64 = 0;

/** Moments `m` and `v` (its root), sums `s` with the way back `back`, along the gradient `g`. */
function gather(m: usize, v: usize, s: usize, back: usize, g: usize, bytes: usize): void {
  const k1 = f32x4.splat(keep1);
  const k2 = f32x4.splat(keep2);
  const k3 = f32x4.splat(keep3);
  const a1 = f32x4.splat(add1);
  const a2 = f32x4.splat(add2);
  const a3 = f32x4.splat(add3);
  const c = f32x4.splat(clipNow);
  let gb = f64x2.splat(0);
  let ss = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; ) {
    let p = f32x4.splat(0);
    let q = f32x4.splat(0);
    const stop = min(bytes, at + 256);
    for (; at < stop; at += 16) {
      const y = f32x4.mul(c, v128.load(g + at));
      v128.store(m + at, axpy(f32x4.mul(k1, v128.load(m + at)), a1, y));
      const old = v128.load(v + at);
      const scaled = f32x4.mul(a2, y);
      v128.store(v + at, f32x4.sqrt(axpy(f32x4.mul(k2, f32x4.mul(old, old)), scaled, scaled)));
      const sum = axpy(f32x4.mul(k3, v128.load(s + at)), a3, y);
      v128.store(s + at, sum);
      p = axpy(p, y, v128.load(back + at));
      q = f32x4.add(q, f32x4.abs(sum));
    }
    gb = f64x2.add(gb, widen(p));
    ss = f64x2.add(ss, widen(q));
  }
  products += both(gb);
  absolutes += both(ss);
}

/** Rows `from .. to` of the bag where the gradient is 0: `gather` without it. */
function fade(from: usize, to: usize): void {
  const firsts = address(Field.BagMomentum);
  const seconds = address(Field.BagSecond);
  const sums = address(Field.BagSums);
  const k1 = f32x4.splat(keep1);
  const k3 = f32x4.splat(keep3);
  let ss = f64x2.splat(0);
  while (from < to) {
    let q = f32x4.splat(0);
    const stop = min(to, from + 256);
    for (; from < stop; from += 16) {
      v128.store(firsts + from, f32x4.mul(k1, v128.load(firsts + from)));
      v128.store(seconds + from, f32x4.mul(k3, v128.load(seconds + from)));
      const sum = f32x4.mul(k3, v128.load(sums + from));
      v128.store(sums + from, sum);
      q = f32x4.add(q, f32x4.abs(sum));
    }
    ss = f64x2.add(ss, widen(q));
  }
  absolutes += both(ss);
}

/** `gather` on all rows of the bag, in their order; the gradients of the `count` touched ones are kept. */
function gatherBag(count: i32): void {
  const stride = <usize>field(Field.BagStride);
  const end = <usize>field(Field.Columns) * stride;
  const firsts = address(Field.BagMomentum);
  const seconds = address(Field.BagSecond);
  const sums = address(Field.BagSums);
  const backs = address(Field.BagBack);
  const kept = address(Field.RowGradients);
  const touched = address(Field.Touched);
  let slot = address(Field.Slot);
  for (let u = 0; u < count; u++) {
    store<i32>(slot + (<usize>load<u32>(touched + (<usize>u << 3)) << 2), u + 1);
  }
  let still: usize = 0;
  for (let at: usize = 0; at < end; at += stride, slot += 4) {
    const place = load<i32>(slot);
    if (place == 0) continue;
    store<i32>(slot, 0);
    if (still < at) fade(still, at);
    still = at + stride;
    const g = kept + <usize>(place - 1) * stride;
    gather(firsts + at, seconds + at, sums + at, backs + at, g, stride);
  }
  if (still < end) fade(still, end);
}

/** Weights `w`, and the way back, by their moments. */
function move(w: usize, m: usize, v: usize, back: usize, bytes: usize, rate: f32, epsilon: f32, decay: f32): void {
  const a = f32x4.splat(rate);
  const eps = f32x4.splat(epsilon);
  const l = f32x4.splat(decay);
  let ww = f64x2.splat(0);
  let dd = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; ) {
    let p = f32x4.splat(0);
    let q = f32x4.splat(0);
    const stop = min(bytes, at + 256);
    for (; at < stop; at += 16) {
      const x = v128.load(w + at);
      const root = f32x4.add(v128.load(v + at), eps);
      const step = axpy(f32x4.div(f32x4.mul(a, v128.load(m + at)), root), l, x);
      v128.store(w + at, f32x4.sub(x, step));
      v128.store(back + at, f32x4.add(v128.load(back + at), step));
      p = axpy(p, x, x);
      q = axpy(q, step, step);
    }
    ww = f64x2.add(ww, widen(p));
    dd = f64x2.add(dd, widen(q));
  }
  addMoves(both(ww), both(dd));
}

function moveDense(from: usize, bytes: usize, rate: f32, epsilon: f32, decay: f32): void {
  const second = address(Field.DenseSecond) + from;
  const back = address(Field.DenseBack) + from;
  move(address(Field.Dense) + from, address(Field.DenseMomentum) + from, second, back, bytes, rate, epsilon, decay);
}

/**
 * One step of all weights, unless there was no gradient so far or the rate is 0; returns whether it was taken. The
 * touched rows' gradients are kept, the dense block's is in `Gradient`.
 */
export function prodigyStep(count: i32, rate: f64, clip: f64): bool {
  if (rate == 0) return false;
  const beta1 = num(Num.Beta1);
  const beta2 = num(Num.Beta2);
  const beta3 = Math.sqrt(beta2);
  const power1 = num(Num.Power1) * beta1;
  const power2 = num(Num.Power2) * beta2;
  const d = num(Num.D);
  const corrected = num(Num.BiasCorrection) == 0 ? 1.0 : Math.sqrt(1 - power2) / (1 - power1);
  const r = d * rate * corrected;
  const weight = (d / num(Num.D0)) * r;
  keep1 = <f32>beta1;
  keep2 = <f32>beta2;
  keep3 = <f32>beta3;
  add1 = <f32>((1 - beta1) * d);
  add2 = <f32>(Math.sqrt(1 - beta2) * d);
  add3 = <f32>weight;
  clipNow = <f32>clip;
  products = 0;
  absolutes = 0;
  gatherBag(count);
  const first = address(Field.DenseMomentum);
  const second = address(Field.DenseSecond);
  const whole = <usize>field(Field.DenseBytes);
  gather(first, second, address(Field.DenseSums), address(Field.DenseBack), address(Field.Gradient), whole);
  if (absolutes == 0) return false;

  const numerator = beta3 * num(Num.Numerator) + weight * products;
  const found = numerator / absolutes;
  const next = found > d ? found : d;
  setNum(Num.Power1, power1);
  setNum(Num.Power2, power2);
  setNum(Num.Numerator, numerator);
  setNum(Num.D, next);

  const a = <f32>r;
  const eps = <f32>(next * num(Num.Epsilon));
  const decay = <f32>(r * num(Num.DecoupledDecay));
  const stride = <usize>field(Field.BagStride);
  const bag = <usize>field(Field.Columns) * stride;
  const firsts = address(Field.BagMomentum);
  move(address(Field.Bag), firsts, address(Field.BagSecond), address(Field.BagBack), bag, a, eps, decay);
  moveDense(0, stride, a, eps, 0);
  const output = <usize>field(Field.Hidden) * <usize>field(Field.ClassStride);
  if (output == 0) return true;
  moveDense(stride, output, a, eps, decay);
  moveDense(stride + output, <usize>field(Field.ClassStride), a, eps, 0);
  return true;
}
