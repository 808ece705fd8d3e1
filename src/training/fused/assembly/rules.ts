// What is done with the gradient of one row of the bag's weights while it is in registers.
import { TERM } from "./rows";
import { axpy, total } from "./vectors";

/** What is done with a gradient; as chunk widths, a type's size stands for the rule. */
export type Keep = i8;
export type Descend = i16;
export type HeavyBall = i32;
export type Nesterov = i64;

/** g x momentum of the row so far. */
let product: v128 = f32x4.splat(0);

// @ts-ignore: decorator
@inline
export function beginRow(): void {
  product = f32x4.splat(0);
}

// @ts-ignore: decorator
@inline
export function rowProduct(): f64 {
  return total(product);
}

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
export function chunk<N, R>(
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

// Four weights less step x the same four of x.
// @ts-ignore: decorator
@inline
function less(w: usize, step: v128, x: usize): v128 {
  return f32x4.sub(v128.load(w), f32x4.mul(step, v128.load(x)));
}

// A row's only message: its gradient is value x row, and the sum of squares follows from the message's.
// @ts-ignore: decorator
@inline
export function lone<R>(x: usize, bytes: usize, value: v128, w: usize, m: usize, rate: v128, carry: v128, shift: v128): void {
  if (sizeof<R>() == 2) {
    const step = f32x4.mul(rate, value);
    const end = x + bytes;
    for (; x + 64 <= end; x += 64, w += 64) {
      const a = less(w, step, x);
      const b = less(w + 16, step, x + 16);
      const c = less(w + 32, step, x + 32);
      const d = less(w + 48, step, x + 48);
      v128.store(w, a);
      v128.store(w, b, 16);
      v128.store(w, c, 32);
      v128.store(w, d, 48);
    }
    for (; x < end; x += 16, w += 16) v128.store(w, less(w, step, x));
    return;
  }
  let d = f32x4.splat(0);
  let e = d;
  let at: usize = 0;
  for (; at + 32 <= bytes; at += 32) {
    const f = apply<R>(f32x4.mul(value, v128.load(x + at)), w + at, m + at, rate, carry, shift);
    const g = apply<R>(f32x4.mul(value, v128.load(x + at, 16)), w + at + 16, m + at + 16, rate, carry, shift);
    if (sizeof<R>() > 2) {
      d = f32x4.add(d, f);
      e = f32x4.add(e, g);
    }
  }
  if (at < bytes) {
    const f = apply<R>(f32x4.mul(value, v128.load(x + at)), w + at, m + at, rate, carry, shift);
    if (sizeof<R>() > 2) d = f32x4.add(d, f);
  }
  if (sizeof<R>() > 2) product = f32x4.add(d, e);
}
