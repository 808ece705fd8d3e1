// Rows that a batch does not touch still move by their momentum and their decay. Such a move is linear:
// [w; m] <- A_t [w; m], the same A_t for every row. So a row is left as it is, and brought up to date by the product
// of the A of the steps it missed when it is next touched, or when the window of steps ends: the dense update, to
// rounding, at the cost of the rows that are touched.
import { Field, Num } from "./fields";
import { address, field, num, setNum } from "./run";
import { axpy, total } from "./vectors";

/** Bytes of a product: [w from w, w from m, m from w, m from m]. */
const PRODUCT: usize = 32;

/** Steps since the window was opened. */
// @ts-ignore: decorator
@inline
export function age(): i32 {
  return <i32>num(Num.Age);
}

/** The product of the steps after step `step` of the window. */
// @ts-ignore: decorator
@inline
export function sinceTouched(step: i32): usize {
  return address(Field.Window) + <usize>step * PRODUCT;
}

/** Brings a row up to the end of the last step. */
export function catchUpRow(column: i32): void {
  const step = address(Field.RowStep) + (<usize>column << 2);
  const from = load<i32>(step);
  const now = age();
  if (from == now) return;
  store<i32>(step, now);
  const stride = <usize>field(Field.BagStride);
  const product = sinceTouched(from);
  const ww = f32x4.splat(<f32>load<f64>(product));
  const wm = f32x4.splat(<f32>load<f64>(product, 8));
  const mw = f32x4.splat(<f32>load<f64>(product, 16));
  const mm = f32x4.splat(<f32>load<f64>(product, 24));
  const offset = <usize>column * <usize>field(Field.RowBytes);
  let w = address(Field.Bag) + offset;
  let m = address(Field.BagMomentum) + offset;
  const end = w + stride;
  for (; w < end; w += 16, m += 16) {
    const x = v128.load(w);
    const y = v128.load(m);
    v128.store(w, axpy(f32x4.mul(ww, x), wm, y));
    v128.store(m, axpy(f32x4.mul(mw, x), mm, y));
  }
}

/** Notes what this step does to a row that it does not touch; `decay` is coupled. */
export function ageWindow(rate: f64, mu: f64, decay: f64, nesterov: bool): void {
  const now = age();
  const kick = nesterov ? 1 + mu : 1;
  const carry = nesterov ? mu * mu : mu;
  const a = 1 - rate * decay * kick;
  const b = -rate * carry;
  const window = address(Field.Window);
  for (let i = 0; i <= now; i++) {
    const at = window + <usize>i * PRODUCT;
    const ww = load<f64>(at);
    const wm = load<f64>(at, 8);
    const mw = load<f64>(at, 16);
    const mm = load<f64>(at, 24);
    store<f64>(at, a * ww + b * mw);
    store<f64>(at, a * wm + b * mm, 8);
    store<f64>(at, decay * ww + mu * mw, 16);
    store<f64>(at, decay * wm + mu * mm, 24);
  }
  nothingMissed(now + 1);
  setNum(Num.Age, <f64>(now + 1));
}

/** After step `step`, nothing has happened yet: the identity. */
function nothingMissed(step: i32): void {
  const product = sinceTouched(step);
  store<f64>(product, 1);
  store<f64>(product, 0, 8);
  store<f64>(product, 0, 16);
  store<f64>(product, 1, 24);
}

/** Starts the window anew: every row is up to date. */
function openWindow(): void {
  nothingMissed(0);
  setNum(Num.Age, 0);
  if (field(Field.Optimizer) == 1) memory.fill(address(Field.RowStep), 0, <usize>field(Field.Columns) << 2);
}

/**
 * Brings all rows up to date, and takes the sums of squares and products over the weights anew: of the bag alone, or
 * of all where they are tracked together.
 */
export function settle(): void {
  sumW = 0;
  sumWM = 0;
  sumM = 0;
  const lazy = field(Field.Optimizer) == 1;
  settleBag(lazy);
  if (field(Field.Direct) != 0) {
    const bytes = <usize>field(Field.DenseBytes);
    addSums(address(Field.Dense), address(Field.DenseMomentum), bytes, lazy);
  }
  setNum(Num.WW, sumW);
  setNum(Num.WM, sumWM);
  setNum(Num.MM, sumM);
  openWindow();
}

let sumW: f64 = 0;
let sumWM: f64 = 0;
let sumM: f64 = 0;

function addSums(weights: usize, momenta: usize, bytes: usize, lazy: bool): void {
  for (let at: usize = 0; at < bytes; ) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    const stop = min(bytes, at + 256);
    for (; at < stop; at += 16) {
      const w = v128.load(weights + at);
      a = axpy(a, w, w);
      if (lazy) {
        const m = v128.load(momenta + at);
        b = axpy(b, w, m);
        c = axpy(c, m, m);
      }
    }
    sumW += total(a);
    sumWM += total(b);
    sumM += total(c);
  }
}

function settleBag(lazy: bool): void {
  const columns = field(Field.Columns);
  const stride = <usize>field(Field.BagStride);
  const pitch = <usize>field(Field.RowBytes);
  const weights = address(Field.Bag);
  const momenta = address(Field.BagMomentum);
  for (let column = 0; column < columns; column++) {
    if (lazy) catchUpRow(column);
    const row = <usize>column * pitch;
    addSums(weights + row, momenta + row, stride, lazy);
  }
}
