// The hidden layer, backward, unit by unit: the gradients of a unit's output weights and of its values in all messages
// come from the same rows of D, the scores' gradients, so both are taken while these are in registers.
import { Field } from "./fields";
import { Four, One, sumRows, TERM, Two } from "./rows";
import { address, field } from "./run";
import { axpy, sums, total } from "./vectors";

/** A sum that is begun, or gone on with; as chunk widths, a type's size stands for it. */
type Begin = i8;
type GoOn = i16;

/** Bytes of one unit's list: a pair a message, and one more, which is written before it is known to hold. */
// @ts-ignore: decorator
@inline
function unitBytes(): usize {
  return <usize>(field(Field.Batch) + 1) * TERM;
}

/**
 * Lists for each unit the messages where it is above 0, as pairs of message and value. Four units at a time, without
 * a branch: each pair is written, and counted where it holds.
 */
export function listUnits(n: i32): void {
  const units = <usize>field(Field.Hidden);
  const width = <usize>field(Field.BagStride);
  const size = unitBytes();
  const ends = address(Field.UnitEnds);
  let hidden = address(Field.Bagged);
  let list = address(Field.UnitTerms);
  for (let u: usize = 0; u < units; u += 4, hidden += 16, list += 4 * size) {
    let a = list;
    let b = a + size;
    let c = b + size;
    let d = c + size;
    let z = hidden;
    for (let r = 0; r < n; r++, z += width) {
      const x = v128.load(z);
      const message = i32x4.splat(r);
      const above = <usize>(i32x4.bitmask(f32x4.le(x, f32x4.splat(0))) ^ 15);
      const low = v128.shuffle<i32>(message, x, 0, 4, 1, 5);
      const high = v128.shuffle<i32>(message, x, 2, 6, 3, 7);
      v128.store_lane<i64>(a, low, 0);
      v128.store_lane<i64>(b, low, 1);
      v128.store_lane<i64>(c, high, 0);
      v128.store_lane<i64>(d, high, 1);
      a += (above & 1) << 3;
      b += (above & 2) << 2;
      c += (above & 4) << 1;
      d += above & 8;
    }
    const end = ends + (u << 2);
    store<usize>(end, a);
    store<usize>(end, b, 4);
    store<usize>(end, c, 8);
    store<usize>(end, d, 12);
  }
}

// A chunk of one unit's classes: out = sum of value x row of D, and for each message the chunk's part of w d, four
// lanes, onto what earlier chunks gave.
// @ts-ignore: decorator
@inline
function chunk<N, How>(first: usize, last: usize, rows: usize, bytes: i32, w: usize, out: usize, partial: usize): void {
  const w0 = v128.load(w);
  const w1 = sizeof<N>() > 1 ? v128.load(w, 16) : w0;
  const w2 = sizeof<N>() > 2 ? v128.load(w, 32) : w0;
  const w3 = sizeof<N>() > 2 ? v128.load(w, 48) : w0;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (let term = first; term < last; term += TERM, partial += 16) {
    const d = rows + <usize>(load<i32>(term) * bytes);
    const v = v128.load_splat<f32>(term, 4);
    const x0 = v128.load(d);
    let s = f32x4.mul(x0, w0);
    a0 = axpy(a0, v, x0);
    if (sizeof<N>() > 1) {
      const x1 = v128.load(d, 16);
      s = axpy(s, x1, w1);
      a1 = axpy(a1, v, x1);
    }
    if (sizeof<N>() > 2) {
      const x2 = v128.load(d, 32);
      const x3 = v128.load(d, 48);
      s = f32x4.add(s, axpy(f32x4.mul(x2, w2), x3, w3));
      a2 = axpy(a2, v, x2);
      a3 = axpy(a3, v, x3);
    }
    if (sizeof<How>() > 1) s = f32x4.add(v128.load(partial), s);
    v128.store(partial, s);
  }
  v128.store(out, a0);
  if (sizeof<N>() > 1) v128.store(out, a1, 16);
  if (sizeof<N>() > 2) {
    v128.store(out, a2, 32);
    v128.store(out, a3, 48);
  }
}

// Adds each message's lanes up to the gradient of the unit's value there; returns the sum of value x gradient.
// @ts-ignore: decorator
@inline
function scatter(first: usize, last: usize, partial: usize, out: usize, width: i32): f64 {
  let products = f32x4.splat(0);
  let term = first;
  for (; term + 4 * TERM <= last; term += 4 * TERM, partial += 64) {
    const g = sums(v128.load(partial), v128.load(partial, 16), v128.load(partial, 32), v128.load(partial, 48));
    const values = v128.shuffle<i32>(v128.load(term), v128.load(term, 16), 1, 3, 5, 7);
    products = axpy(products, g, values);
    v128.store_lane<f32>(out + <usize>(load<i32>(term) * width), g, 0);
    v128.store_lane<f32>(out + <usize>(load<i32>(term, 8) * width), g, 1);
    v128.store_lane<f32>(out + <usize>(load<i32>(term, 16) * width), g, 2);
    v128.store_lane<f32>(out + <usize>(load<i32>(term, 24) * width), g, 3);
  }
  let rest: f64 = 0;
  for (; term < last; term += TERM, partial += 16) {
    const s = v128.load(partial);
    const g = f32x4.extract_lane(sums(s, s, s, s), 0);
    store<f32>(out + <usize>(load<i32>(term) * width), g);
    rest += <f64>g * <f64>load<f32>(term, 4);
  }
  return total(products) + rest;
}

/**
 * Gradients of the output weights, into `Gradient`, and of the hidden values of the first `n` messages, into
 * `BagGradient`: 0 where a unit is not above 0. Returns the sum of hidden value x gradient.
 */
export function unitGradients(n: i32): f64 {
  const units = field(Field.Hidden);
  const width = field(Field.BagStride);
  const bytes = field(Field.ClassStride);
  const size = unitBytes();
  const ends = address(Field.UnitEnds);
  const rows = address(Field.Scores);
  const partials = address(Field.Partials);
  let list = address(Field.UnitTerms);
  let w = address(Field.Dense) + <usize>width;
  let out = address(Field.Gradient) + <usize>width;
  let hidden = address(Field.BagGradient);
  memory.fill(hidden, 0, <usize>(n * width));
  let products: f64 = 0;
  for (let u = 0; u < units; u++) {
    const last = load<usize>(ends + (<usize>u << 2));
    let at: usize = 0;
    if (bytes >= 64) {
      chunk<Four, Begin>(list, last, rows, bytes, w, out, partials);
      for (at = 64; at + 64 <= <usize>bytes; at += 64) {
        chunk<Four, GoOn>(list, last, rows + at, bytes, w + at, out + at, partials);
      }
    } else if (bytes >= 32) {
      chunk<Two, Begin>(list, last, rows, bytes, w, out, partials);
      at = 32;
    } else {
      chunk<One, Begin>(list, last, rows, bytes, w, out, partials);
      at = 16;
    }
    if (at + 32 <= <usize>bytes) {
      chunk<Two, GoOn>(list, last, rows + at, bytes, w + at, out + at, partials);
      at += 32;
    }
    if (at < <usize>bytes) chunk<One, GoOn>(list, last, rows + at, bytes, w + at, out + at, partials);
    products += scatter(list, last, partials, hidden, width);
    list += size;
    w += <usize>bytes;
    out += <usize>bytes;
    hidden += 4;
  }
  return products;
}

/** Gradients of the biases, of the bag and of the classes, into `Gradient`. */
export function biasGradients(n: i32): void {
  const width = <usize>field(Field.BagStride);
  const gradient = address(Field.Gradient);
  sumRows(address(Field.BagGradient), n, width, gradient);
  const units = <usize>field(Field.Hidden);
  if (units == 0) return;
  const bytes = <usize>field(Field.ClassStride);
  sumRows(address(Field.Scores), n, bytes, gradient + width + units * bytes);
}
