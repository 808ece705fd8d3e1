// The gradient of the bag's weights, column by column: the rows of D of the messages that hold the column, times its
// values. Where the rule allows it, the update of the row follows while its gradient is still in registers.
import { CELL } from "./batch";
import { Field } from "./fields";
import { Four, One, TERM, Two } from "./rows";
import { beginRow, chunk, Descend, HeavyBall, Keep, lone, Nesterov, rowProduct } from "./rules";
import { address, field } from "./run";
import { axpy, total } from "./vectors";
import { age, sinceTouched } from "./window";

/** The chain of a column's cells, from the one at `cell` on, as a list of terms; returns its end. */
// @ts-ignore: decorator
@inline
function listChain(cell: usize, cells: usize, list: usize): usize {
  while (true) {
    store<u64>(list, load<u64>(cell));
    list += TERM;
    const next = load<u32>(cell, 8);
    if (next == 0) return list;
    cell = cells + <usize>next * CELL;
  }
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
  const cells = address(Field.Cells);
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
    const cell = cells + <usize>load<u32>(touched + (<usize>u << 3), 4) * CELL;
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
      beginRow();
    }
    if (load<u32>(cell, 8) == 0) {
      const value = load<f32>(cell, 4);
      lone<R>(rows + <usize>load<u32>(cell), bytes, f32x4.splat(value), w, m, r, carry, shift);
      squares += <f64>value * <f64>value * load<f64>(rowSquares + (<usize>load<u32>(cell, 12) << 3));
    } else {
      const last = listChain(cell, cells, first);
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
    if (sizeof<R>() > 2) products += fade * rowProduct();
  }
  gradientSquares = squares;
  gradientTimesMomentum = products;
}

/** What a pass over the columns found: sums of g^2, and of g x momentum. */
export let gradientSquares: f64 = 0;
export let gradientTimesMomentum: f64 = 0;

/** Keeps the gradient of every touched column, of `n` messages, in `RowGradients`. */
export function keepColumns(n: i32, count: i32): void {
  squareRows(n);
  allColumns<Keep>(count, 0, 0);
}

function plain(count: i32, rate: f32): void {
  allColumns<Descend>(count, rate, 0);
}
function heavyBall(count: i32, rate: f32, mu: f32): void {
  allColumns<HeavyBall>(count, rate, mu);
}
function nesterov(count: i32, rate: f32, mu: f32): void {
  allColumns<Nesterov>(count, rate, mu);
}

/** Updates the rows of all touched columns, of `n` messages, as their gradients are taken. */
export function descendColumns(n: i32, count: i32, rate: f32, mu: f32): void {
  squareRows(n);
  if (field(Field.Optimizer) == 0) plain(count, rate);
  else if (field(Field.Nesterov) == 0) heavyBall(count, rate, mu);
  else nesterov(count, rate, mu);
}
