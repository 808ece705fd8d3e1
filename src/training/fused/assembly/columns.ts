// The gradient of the bag's weights, column by column: the rows of D of the messages that hold the column, times its
// values. Where the rule allows it, the update of the row follows while its gradient is still in registers.
import { Field } from "./fields";
import { Four, One, TERM, Two } from "./rows";
import { address, field } from "./run";
import { axpy, total } from "./vectors";
import { age, sinceTouched } from "./window";

/** What is done with a gradient; as chunk widths, a type's size stands for the rule. */
type Keep = i8;
type Descend = i16;
type HeavyBall = i32;
type Nesterov = i64;

/** g x momentum of one row. */
let product: v128 = f32x4.splat(0);

/**
 * Applies rule R to the gradient of four weights; returns g x the momentum as it lies. The row has missed steps:
 * now w + c m and f m stand for w and m, so that m' = mu f m + g and w' = w + (c - rate mu f) m - rate g, and with
 * Nesterov w' = w + (c - rate mu^2 f) m - rate (1 + mu) g. `carry` is mu f; `shift` and `rate` are the factors of m
 * and g.
 */
// @ts-ignore: decorator
@inline
function apply<R>(g: v128, w: usize, m: usize, rate: v128, carry: v128, shift: v128): v128 {
  if (sizeof<R>() == 1) {
    v128.store(m, g);
    return g;
  }
  if (sizeof<R>() == 2) {
    v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(rate, g)));
    return g;
  }
  const before = v128.load(m);
  const x = v128.load(w);
  v128.store(m, axpy(g, carry, before));
  v128.store(w, f32x4.sub(axpy(x, shift, before), f32x4.mul(rate, g)));
  return f32x4.mul(g, before);
}

// The gradient of a chunk of one row of weights from its terms, and what rule R does with it; returns its squares.
// @ts-ignore: decorator
@inline
function chunk<N, R>(
  first: usize,
  last: usize,
  rows: usize,
  w: usize,
  m: usize,
  rate: v128,
  carry: v128,
  shift: v128,
): v128 {
  let x = rows + <usize>load<u32>(first);
  let u = v128.load_splat<f32>(first, 4);
  let a0 = f32x4.mul(u, v128.load(x));
  let a1 = sizeof<N>() > 1 ? f32x4.mul(u, v128.load(x, 16)) : a0;
  let a2 = sizeof<N>() > 2 ? f32x4.mul(u, v128.load(x, 32)) : a0;
  let a3 = sizeof<N>() > 2 ? f32x4.mul(u, v128.load(x, 48)) : a0;
  for (let term = first + TERM; term < last; term += TERM) {
    x = rows + <usize>load<u32>(term);
    u = v128.load_splat<f32>(term, 4);
    a0 = axpy(a0, u, v128.load(x));
    if (sizeof<N>() > 1) a1 = axpy(a1, u, v128.load(x, 16));
    if (sizeof<N>() > 2) {
      a2 = axpy(a2, u, v128.load(x, 32));
      a3 = axpy(a3, u, v128.load(x, 48));
    }
  }
  let s = f32x4.mul(a0, a0);
  let d = apply<R>(a0, w, m, rate, carry, shift);
  if (sizeof<N>() > 1) {
    s = axpy(s, a1, a1);
    const e = apply<R>(a1, w + 16, m + 16, rate, carry, shift);
    if (sizeof<R>() > 2) d = f32x4.add(d, e);
  }
  if (sizeof<N>() > 2) {
    s = axpy(s, a2, a2);
    const e = apply<R>(a2, w + 32, m + 32, rate, carry, shift);
    s = axpy(s, a3, a3);
    const f = apply<R>(a3, w + 48, m + 48, rate, carry, shift);
    if (sizeof<R>() > 2) d = f32x4.add(d, f32x4.add(e, f));
  }
  if (sizeof<R>() > 2) product = f32x4.add(product, d);
  return s;
}

// A row's only message: its gradient is value x row, and the sum of squares follows from the message's.
// @ts-ignore: decorator
@inline
function lone<R>(x: usize, bytes: usize, value: v128, w: usize, m: usize, rate: v128, carry: v128, shift: v128): void {
  let d = f32x4.splat(0);
  if (sizeof<R>() == 2) {
    const step = f32x4.mul(rate, value);
    let at: usize = 0;
    for (; at + 32 <= bytes; at += 32) {
      const p = f32x4.sub(v128.load(w + at), f32x4.mul(step, v128.load(x + at)));
      const q = f32x4.sub(v128.load(w + at, 16), f32x4.mul(step, v128.load(x + at, 16)));
      v128.store(w + at, p);
      v128.store(w + at, q, 16);
    }
    if (at < bytes) v128.store(w + at, f32x4.sub(v128.load(w + at), f32x4.mul(step, v128.load(x + at))));
  } else {
    for (let at: usize = 0; at < bytes; at += 16) {
      const e = apply<R>(f32x4.mul(value, v128.load(x + at)), w + at, m + at, rate, carry, shift);
      if (sizeof<R>() > 2) d = f32x4.add(d, e);
    }
  }
  if (sizeof<R>() > 2) product = d;
}

/** The chain of a column's cells, from `k` on, as a list of terms; returns its end. */
// @ts-ignore: decorator
@inline
function listChain(k: i32, chains: usize, nexts: usize, list: usize): usize {
  do {
    store<u64>(list, load<u64>(chains + (<usize>k << 3)));
    list += TERM;
    k = load<i32>(nexts + (<usize>k << 2));
  } while (k >= 0);
  return list;
}

/** Sum of squares of each message's row of D. */
function squareRows(n: i32): void {
  const bytes = <usize>field(Field.BagStride);
  const out = address(Field.RowSquares);
  let row = address(Field.BagGradient);
  for (let r = 0; r < n; r++) {
    let s = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) s = axpy(s, v128.load(row + at), v128.load(row + at));
    store<f64>(out + (<usize>r << 3), total(s));
    row += bytes;
  }
}

// @ts-ignore: decorator
@inline
function allColumns<R>(count: i32, rate: f32, mu: f32): void {
  const bytes = <usize>field(Field.BagStride);
  const pitch = <usize>field(Field.RowBytes);
  const chains = address(Field.Chains);
  const nexts = address(Field.Nexts);
  const rows = address(Field.BagGradient);
  const rowSquares = address(Field.RowSquares);
  const touched = address(Field.Touched);
  const weights = address(Field.Bag);
  const momenta = address(Field.BagMomentum);
  const kept = address(Field.RowGradients);
  const first = address(Field.ColumnTerms);
  const steps = address(Field.RowStep);
  const now = sizeof<R>() > 2 ? age() : 0;
  const kick: f32 = sizeof<R>() == 8 ? <f32>1 + mu : <f32>1;
  const drag: f32 = sizeof<R>() == 8 ? rate * mu : rate;
  const r = f32x4.splat(rate * kick);
  let carry = f32x4.splat(mu);
  let shift = f32x4.splat(-drag * mu);
  let squares: f64 = 0;
  let products: f64 = 0;
  // From the last column that the forward pass met to the first: the last ones are still in the cache.
  for (let u = count - 1; u >= 0; u--) {
    const column = <usize>load<u32>(touched + (<usize>u << 3));
    const k = load<i32>(touched + (<usize>u << 3), 4);
    const offset = column * pitch;
    const w = weights + offset;
    const m = sizeof<R>() == 1 ? kept + <usize>u * bytes : momenta + offset;
    let fade: f64 = 1;
    if (sizeof<R>() > 2) {
      const step = steps + (column << 2);
      const since = load<i32>(step);
      store<i32>(step, now + 1);
      const missed = sinceTouched(since);
      fade = load<f64>(missed, 24);
      const f = mu * <f32>fade;
      carry = f32x4.splat(f);
      shift = f32x4.splat(<f32>load<f64>(missed, 8) - drag * f);
      product = f32x4.splat(0);
    }
    if (load<i32>(nexts + (<usize>k << 2)) < 0) {
      const cell = chains + (<usize>k << 3);
      const row = <usize>load<u32>(cell);
      const value = load<f32>(cell, 4);
      lone<R>(rows + row, bytes, f32x4.splat(value), w, m, r, carry, shift);
      squares += <f64>value * <f64>value * load<f64>(rowSquares + ((row / bytes) << 3));
    } else {
      const last = listChain(k, chains, nexts, first);
      let s = f32x4.splat(0);
      let at: usize = 0;
      for (; at + 64 <= bytes; at += 64) {
        s = f32x4.add(s, chunk<Four, R>(first, last, rows + at, w + at, m + at, r, carry, shift));
      }
      if (at + 32 <= bytes) {
        s = f32x4.add(s, chunk<Two, R>(first, last, rows + at, w + at, m + at, r, carry, shift));
        at += 32;
      }
      if (at < bytes) s = f32x4.add(s, chunk<One, R>(first, last, rows + at, w + at, m + at, r, carry, shift));
      squares += total(s);
    }
    if (sizeof<R>() > 2) products += fade * total(product);
  }
  gradientSquares = squares;
  gradientTimesMomentum = products;
}

function keepAll(count: i32): void {
  allColumns<Keep>(count, 0, 0);
}
function descendAll(count: i32, rate: f32): void {
  allColumns<Descend>(count, rate, 0);
}
function heavyBallAll(count: i32, rate: f32, mu: f32): void {
  allColumns<HeavyBall>(count, rate, mu);
}
function nesterovAll(count: i32, rate: f32, mu: f32): void {
  allColumns<Nesterov>(count, rate, mu);
}

/** What a pass over the columns found: sums of g^2, and of g x momentum. */
export let gradientSquares: f64 = 0;
export let gradientTimesMomentum: f64 = 0;

/** Rules of `columnGradients`. */
export const KEEP = 0;
export const DESCEND = 1;
export const HEAVY_BALL = 2;
export const NESTEROV = 3;

/** The gradient of every touched column, of `n` messages: kept in `RowGradients`, or applied at once. */
export function columnGradients(rule: i32, n: i32, count: i32, rate: f32, mu: f32): void {
  squareRows(n);
  if (rule == KEEP) keepAll(count);
  else if (rule == DESCEND) descendAll(count, rate);
  else if (rule == HEAVY_BALL) heavyBallAll(count, rate, mu);
  else nesterovAll(count, rate, mu);
}
