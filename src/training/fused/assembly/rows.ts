// Sums of rows, each times a number: what the bag, the hidden layer and their gradients are made of.
import { Field } from "./fields";
import { address, field } from "./run";
import { axpy } from "./vectors";

/** A term of a sum of rows: the row's offset in bytes, and what it is multiplied by. */
export const TERM: usize = 8;

/**
 * Vectors in a chunk of a row; a type's size stands for the number, so that each is compiled apart. Four, two terms
 * at a time, are what fits the registers: V8 fetches all the operands of a turn before it uses any.
 */
export type One = i8;
export type Two = i16;
export type Four = i32;

// out = the chunk at `onto` + sum of value x chunk of `table`, over the terms from `first` up to `last`.
// @ts-ignore: decorator
@inline
export function sumChunk<N>(first: usize, last: usize, table: usize, onto: usize, out: usize): void {
  let a0 = v128.load(onto);
  let a1 = sizeof<N>() > 1 ? v128.load(onto, 16) : a0;
  let a2 = sizeof<N>() > 2 ? v128.load(onto, 32) : a0;
  let a3 = sizeof<N>() > 2 ? v128.load(onto, 48) : a0;
  let term = first;
  for (; term + TERM < last; term += 2 * TERM) {
    const x = table + <usize>load<u32>(term);
    const y = table + <usize>load<u32>(term, 8);
    const u = v128.load_splat<f32>(term, 4);
    const v = v128.load_splat<f32>(term, 12);
    a0 = f32x4.add(a0, axpy(f32x4.mul(u, v128.load(x)), v, v128.load(y)));
    if (sizeof<N>() > 1) a1 = f32x4.add(a1, axpy(f32x4.mul(u, v128.load(x, 16)), v, v128.load(y, 16)));
    if (sizeof<N>() > 2) {
      a2 = f32x4.add(a2, axpy(f32x4.mul(u, v128.load(x, 32)), v, v128.load(y, 32)));
      a3 = f32x4.add(a3, axpy(f32x4.mul(u, v128.load(x, 48)), v, v128.load(y, 48)));
    }
  }
  if (term < last) {
    const x = table + <usize>load<u32>(term);
    const u = v128.load_splat<f32>(term, 4);
    a0 = axpy(a0, u, v128.load(x));
    if (sizeof<N>() > 1) a1 = axpy(a1, u, v128.load(x, 16));
    if (sizeof<N>() > 2) {
      a2 = axpy(a2, u, v128.load(x, 32));
      a3 = axpy(a3, u, v128.load(x, 48));
    }
  }
  v128.store(out, a0);
  if (sizeof<N>() > 1) v128.store(out, a1, 16);
  if (sizeof<N>() > 2) {
    v128.store(out, a2, 32);
    v128.store(out, a3, 48);
  }
}

/** out = the row `onto` + the sum over terms `first` to `last` of value x row; `bytes` is a row's length. */
export function sumTerms(first: usize, last: usize, table: usize, onto: usize, out: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) sumChunk<Four>(first, last, table + at, onto + at, out + at);
  if (at + 32 <= bytes) {
    sumChunk<Two>(first, last, table + at, onto + at, out + at);
    at += 32;
  }
  if (at < bytes) sumChunk<One>(first, last, table + at, onto + at, out + at);
}

/** out = the sum of `n` rows of `bytes`. */
export function sumRows(rows: usize, n: i32, bytes: usize, out: usize): void {
  const end = rows + <usize>n * bytes;
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) {
    let a0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let a2 = f32x4.splat(0);
    let a3 = f32x4.splat(0);
    for (let row = rows + at; row < end; row += bytes) {
      a0 = f32x4.add(a0, v128.load(row));
      a1 = f32x4.add(a1, v128.load(row, 16));
      a2 = f32x4.add(a2, v128.load(row, 32));
      a3 = f32x4.add(a3, v128.load(row, 48));
    }
    v128.store(out + at, a0);
    v128.store(out + at, a1, 16);
    v128.store(out + at, a2, 32);
    v128.store(out + at, a3, 48);
  }
  for (; at < bytes; at += 16) {
    let a = f32x4.splat(0);
    for (let row = rows + at; row < end; row += bytes) a = f32x4.add(a, v128.load(row));
    v128.store(out + at, a);
  }
}

/** Lists the terms of one message, and returns their end; for evaluation, where no gradient follows. */
export function listRow(indptr: usize, indices: usize, values: usize, row: i32): usize {
  const stride = field(Field.RowBytes);
  const end = load<i32>(indptr + (<usize>row << 2), 4);
  let out = address(Field.Terms);
  for (let e = load<i32>(indptr + (<usize>row << 2)); e < end; e++) {
    store<i32>(out, load<i32>(indices + (<usize>e << 2)) * stride);
    store<f32>(out, load<f32>(values + (<usize>e << 2)), 4);
    out += TERM;
  }
  return out;
}
