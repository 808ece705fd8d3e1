// The hidden layer above the bag: ReLU, class scores, and their gradients. Units at 0 take part in nothing, so each
// message lists those above 0, and each unit lists its messages.
import { Field } from "./fields";
import { sumRows, sumTerms, TERM } from "./rows";
import { address, field } from "./run";
import { axpy, sums, total } from "./vectors";

/** For each of the 16 sets of lanes, the byte shuffle that moves its lanes to the front. */
export function writeShuffles(): void {
  const at = address(Field.Shuffles);
  for (let set = 0; set < 16; set++) {
    let front = 0;
    for (let lane = 0; lane < 4; lane++) {
      if (((set >> lane) & 1) == 0) continue;
      for (let byte = 0; byte < 4; byte++) {
        store<u8>(at + <usize>(set * 16 + front * 4 + byte), <u8>(lane * 4 + byte));
      }
      front++;
    }
  }
}

/** Bytes that the lists of one message take, with room for a whole vector past the end. */
// @ts-ignore: decorator
@inline
function listBytes(): usize {
  return (<usize>field(Field.BagStride)) + 16;
}

/** Lists the units above 0 of message `r` from the row at `z`; NaN counts as above 0, so that it is not hidden. */
function listActive(r: i32, z: usize): i32 {
  const bytes = <usize>field(Field.BagStride);
  const real = <usize>field(Field.Hidden) << 2;
  const shuffles = address(Field.Shuffles);
  const list = <usize>r * listBytes();
  let unit = address(Field.ActiveUnits) + list;
  let value = address(Field.ActiveValues) + list;
  let term = address(Field.ActiveTerms) + 2 * list;
  const first = unit;
  const stride = i32x4.splat(field(Field.ClassStride));
  let numbers = i32x4(0, 1, 2, 3);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(z + at);
    let set = <usize>(i32x4.bitmask(f32x4.le(x, f32x4.splat(0))) ^ 15);
    // Padding can become NaN too (0 x Infinity), but is no unit: its lists would lie in other memory.
    if (at + 16 > real) set &= at < real ? (1 << ((real - at) >> 2)) - 1 : 0;
    const shuffle = v128.load(shuffles + (set << 4));
    const kept = i8x16.swizzle(x, shuffle);
    const units = i8x16.swizzle(numbers, shuffle);
    const offsets = i32x4.mul(units, stride);
    v128.store(unit, units);
    v128.store(value, kept);
    v128.store(term, v128.shuffle<i32>(offsets, kept, 0, 4, 1, 5));
    v128.store(term, v128.shuffle<i32>(offsets, kept, 2, 6, 3, 7), 16);
    const n = <usize>i32.popcnt(<i32>set);
    unit += n << 2;
    value += n << 2;
    term += n << 3;
    numbers = i32x4.add(numbers, i32x4.splat(4));
  }
  const count = <i32>((unit - first) >> 2);
  store<i32>(address(Field.ActiveCount) + (<usize>r << 2), count);
  return count;
}

/** Class scores of message `r` from its hidden row at `z`. */
export function scoreHidden(r: i32, z: usize, scores: usize): void {
  const count = listActive(r, z);
  const terms = address(Field.ActiveTerms) + 2 * (<usize>r * listBytes());
  const output = address(Field.Dense) + <usize>field(Field.BagStride);
  const bytes = <usize>field(Field.ClassStride);
  const bias = output + <usize>field(Field.Hidden) * bytes;
  sumTerms(terms, terms + <usize>count * TERM, output, bias, scores, bytes);
}

/** Adds message `r` to the lists of its active units. */
export function listUnits(r: i32): void {
  const count = load<i32>(address(Field.ActiveCount) + (<usize>r << 2));
  const list = <usize>r * listBytes();
  const units = address(Field.ActiveUnits) + list;
  const values = address(Field.ActiveValues) + list;
  const terms = address(Field.UnitTerms);
  const counts = address(Field.UnitCount);
  const width = <usize>field(Field.UnitBytes);
  const offset = <u32>(r * field(Field.ClassStride));
  for (let i: usize = 0; i < <usize>count << 2; i += 4) {
    const unit = load<u32>(units + i);
    const n = load<u32>(counts + (<usize>unit << 2));
    const term = terms + <usize>unit * width + (<usize>n << 3);
    store<u64>(term, (<u64>load<u32>(values + i) << 32) | <u64>offset);
    store<u32>(counts + (<usize>unit << 2), n + 1);
  }
}

/**
 * Gradient of message `r`'s hidden row, W2 d for its score gradients d, at its active units and 0 elsewhere;
 * returns the sum of hidden value x gradient.
 */
export function hiddenGradient(r: i32, d: usize, out: usize): f64 {
  const bytes = <usize>field(Field.ClassStride);
  const width = <usize>field(Field.BagStride);
  const output = address(Field.Dense) + width;
  const count = <usize>load<i32>(address(Field.ActiveCount) + (<usize>r << 2));
  const list = <usize>r * listBytes();
  const units = address(Field.ActiveUnits) + list;
  const values = address(Field.ActiveValues) + list;
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < width; at += 16) v128.store(out + at, zero);
  let products = zero;
  let i: usize = 0;
  for (; i + 4 <= count; i += 4) {
    const at = units + (i << 2);
    const u0 = <usize>load<u32>(at);
    const u1 = <usize>load<u32>(at, 4);
    const u2 = <usize>load<u32>(at, 8);
    const u3 = <usize>load<u32>(at, 12);
    const w0 = output + u0 * bytes;
    const w1 = output + u1 * bytes;
    const w2 = output + u2 * bytes;
    const w3 = output + u3 * bytes;
    let a0 = zero;
    let a1 = zero;
    let a2 = zero;
    let a3 = zero;
    let c: usize = 0;
    for (; c + 32 <= bytes; c += 32) {
      const x = v128.load(d + c);
      const y = v128.load(d + c, 16);
      a0 = f32x4.add(a0, axpy(f32x4.mul(x, v128.load(w0 + c)), y, v128.load(w0 + c, 16)));
      a1 = f32x4.add(a1, axpy(f32x4.mul(x, v128.load(w1 + c)), y, v128.load(w1 + c, 16)));
      a2 = f32x4.add(a2, axpy(f32x4.mul(x, v128.load(w2 + c)), y, v128.load(w2 + c, 16)));
      a3 = f32x4.add(a3, axpy(f32x4.mul(x, v128.load(w3 + c)), y, v128.load(w3 + c, 16)));
    }
    if (c < bytes) {
      const x = v128.load(d + c);
      a0 = axpy(a0, x, v128.load(w0 + c));
      a1 = axpy(a1, x, v128.load(w1 + c));
      a2 = axpy(a2, x, v128.load(w2 + c));
      a3 = axpy(a3, x, v128.load(w3 + c));
    }
    const g = sums(a0, a1, a2, a3);
    products = axpy(products, g, v128.load(values + (i << 2)));
    v128.store_lane<f32>(out + (u0 << 2), g, 0);
    v128.store_lane<f32>(out + (u1 << 2), g, 1);
    v128.store_lane<f32>(out + (u2 << 2), g, 2);
    v128.store_lane<f32>(out + (u3 << 2), g, 3);
  }
  let rest: f64 = 0;
  for (; i < count; i++) {
    const unit = <usize>load<u32>(units + (i << 2));
    const w = output + unit * bytes;
    let a = zero;
    for (let c: usize = 0; c < bytes; c += 16) a = axpy(a, v128.load(d + c), v128.load(w + c));
    const g = f32x4.extract_lane(sums(a, a, a, a), 0);
    store<f32>(out + (unit << 2), g);
    rest += <f64>g * <f64>load<f32>(values + (i << 2));
  }
  return total(products) + rest;
}

/** Gradients of both biases and of the output weights, into `Gradient`. */
export function denseGradients(n: i32): void {
  const width = <usize>field(Field.BagStride);
  const gradient = address(Field.Gradient);
  sumRows(address(Field.BagGradient), n, width, gradient);
  const units = field(Field.Hidden);
  if (units == 0) return;
  const bytes = <usize>field(Field.ClassStride);
  const scores = address(Field.Scores);
  const counts = address(Field.UnitCount);
  const stride = <usize>field(Field.UnitBytes);
  const zeros = address(Field.Zeros);
  let terms = address(Field.UnitTerms);
  let out = gradient + width;
  for (let unit = 0; unit < units; unit++, terms += stride, out += bytes) {
    const count = <usize>load<u32>(counts + (<usize>unit << 2));
    sumTerms(terms, terms + count * TERM, scores, zeros, out, bytes);
  }
  sumRows(scores, n, bytes, out);
}
