// Adam and AdamW with dense semantics: every weight moves at every step. For gradient g, decay d, rate a:
//   g' = clip g + coupled w;  m' = b1 m + (1 - b1) g';  s'^2 = b2 s^2 + (1 - b2) g'^2;
//   w' = w - a d w - a sqrt(c2)/c1 m' / (s' + eps sqrt(c2))
// with s = sqrt(v) and bias corrections c = 1 - b^t: PyTorch's a m'/c1 / (sqrt(v'/c2) + eps), multiplied out. Keeping
// the root spares the rows without gradient, most of them, their square roots.
import { Field, Num } from "./fields";
import { address, field, num, setNum } from "./run";
import { addMoves } from "./update";
import { axpy, both, widen } from "./vectors";

let beta1: f32 = 0;
let beta2: f32 = 0;
let root2: f32 = 0;
let rateNow: f32 = 0;
let epsilonNow: f32 = 0;
let clipNow: f32 = 0;

function begin(rate: f64, clip: f64): void {
  const power1 = num(Num.Power1) * num(Num.Beta1);
  const power2 = num(Num.Power2) * num(Num.Beta2);
  setNum(Num.Power1, power1);
  setNum(Num.Power2, power2);
  const c2 = Math.sqrt(1 - power2);
  beta1 = <f32>num(Num.Beta1);
  beta2 = <f32>num(Num.Beta2);
  root2 = <f32>Math.sqrt(num(Num.Beta2));
  rateNow = <f32>((rate * c2) / (1 - power1));
  epsilonNow = <f32>(num(Num.Epsilon) * c2);
  clipNow = <f32>clip;
}

/** Weights `w`, with `m` and `s`, along the gradient `g`. */
function moved(w: usize, m: usize, s: usize, g: usize, bytes: usize, decay: f32, coupled: f32): void {
  const b1 = f32x4.splat(beta1);
  const n1 = f32x4.splat(<f32>(1 - num(Num.Beta1)));
  const b2 = f32x4.splat(beta2);
  const n2 = f32x4.splat(<f32>(1 - num(Num.Beta2)));
  const a = f32x4.splat(rateNow);
  const eps = f32x4.splat(epsilonNow);
  const d = f32x4.splat(decay);
  const c = f32x4.splat(clipNow);
  const l = f32x4.splat(coupled);
  let ww = f64x2.splat(0);
  let dd = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; ) {
    let p = f32x4.splat(0);
    let q = f32x4.splat(0);
    const stop = min(bytes, at + 256);
    for (; at < stop; at += 16) {
      const x = v128.load(w + at);
      const y = axpy(f32x4.mul(c, v128.load(g + at)), l, x);
      const first = axpy(f32x4.mul(b1, v128.load(m + at)), n1, y);
      const old = v128.load(s + at);
      const second = f32x4.sqrt(axpy(f32x4.mul(b2, f32x4.mul(old, old)), n2, f32x4.mul(y, y)));
      v128.store(m + at, first);
      v128.store(s + at, second);
      const move = axpy(f32x4.div(f32x4.mul(a, first), f32x4.add(second, eps)), d, x);
      v128.store(w + at, f32x4.sub(x, move));
      p = axpy(p, x, x);
      q = axpy(q, move, move);
    }
    ww = f64x2.add(ww, widen(p));
    dd = f64x2.add(dd, widen(q));
  }
  addMoves(both(ww), both(dd));
}

/** Rows `from .. to` of the bag where the gradient is 0: `moved` without it. */
function drifted(from: usize, to: usize, decay: f32): void {
  const weights = address(Field.Bag);
  const firsts = address(Field.BagMomentum);
  const seconds = address(Field.BagSecond);
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(root2);
  const a = f32x4.splat(rateNow);
  const eps = f32x4.splat(epsilonNow);
  const d = f32x4.splat(decay);
  let ww = f64x2.splat(0);
  let dd = f64x2.splat(0);
  while (from < to) {
    let p = f32x4.splat(0);
    let q = f32x4.splat(0);
    const stop = min(to, from + 512);
    for (; from < stop; from += 16) {
      const x = v128.load(weights + from);
      const first = f32x4.mul(b1, v128.load(firsts + from));
      const second = f32x4.mul(b2, v128.load(seconds + from));
      v128.store(firsts + from, first);
      v128.store(seconds + from, second);
      const move = axpy(f32x4.div(f32x4.mul(a, first), f32x4.add(second, eps)), d, x);
      v128.store(weights + from, f32x4.sub(x, move));
      p = axpy(p, x, x);
      q = axpy(q, move, move);
    }
    ww = f64x2.add(ww, widen(p));
    dd = f64x2.add(dd, widen(q));
  }
  addMoves(both(ww), both(dd));
}

/** One step of all weights; the touched rows' gradients are kept, the dense block's is in `Gradient`. */
export function adamStep(count: i32, rate: f64, clip: f64): void {
  const stride = <usize>field(Field.BagStride);
  const coupled = <f32>num(Num.CoupledDecay);
  const decay = <f32>(rate * num(Num.DecoupledDecay));
  begin(rate, clip);
  const columns = <usize>field(Field.Columns);
  const weights = address(Field.Bag);
  const firsts = address(Field.BagMomentum);
  const seconds = address(Field.BagSecond);
  const kept = address(Field.RowGradients);
  const touched = address(Field.Touched);
  const slots = address(Field.Slot);
  const zeros = address(Field.Zeros);
  for (let u = 0; u < count; u++) {
    store<i32>(slots + (<usize>load<u32>(touched + (<usize>u << 3)) << 2), u + 1);
  }
  let still: usize = 0;
  for (let column: usize = 0; column < columns; column++) {
    const slot = load<i32>(slots + (column << 2));
    if (slot == 0 && coupled == 0) continue;
    store<i32>(slots + (column << 2), 0);
    const at = column * stride;
    if (still < at) drifted(still, at, decay);
    still = at + stride;
    const g = slot == 0 ? zeros : kept + <usize>(slot - 1) * stride;
    moved(weights + at, firsts + at, seconds + at, g, stride, decay, coupled);
  }
  if (still < columns * stride) drifted(still, columns * stride, decay);
  const dense = address(Field.Dense);
  const first = address(Field.DenseMomentum);
  const second = address(Field.DenseSecond);
  const gradient = address(Field.Gradient);
  const output = <usize>field(Field.Hidden) * <usize>field(Field.ClassStride);
  moved(dense, first, second, gradient, stride, 0, 0);
  if (output == 0) return;
  moved(dense + stride, first + stride, second + stride, gradient + stride, output, decay, coupled);
  const at = stride + output;
  moved(dense + at, first + at, second + at, gradient + at, <usize>field(Field.ClassStride), 0, 0);
}
