// The hidden layer above the bag, forward: ReLU and class scores. Units at 0 take part in nothing, so each message
// lists those above 0.
import { Field } from "./fields";
import { Four, One, sumChunk, Two } from "./rows";
import { address, field } from "./run";

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

/** Bytes that the list of one message takes, with room for a whole vector past the end. */
// @ts-ignore: decorator
@inline
function listBytes(): usize {
  return 2 * (<usize>field(Field.BagStride) + 16);
}

/**
 * Lists the units above 0 of message `r`, whose hidden row is at `z`, as terms of its scores; NaN counts as above 0,
 * so that it is not hidden.
 */
export function listActive(r: i32, z: usize): void {
  const bytes = <usize>field(Field.BagStride);
  const real = <usize>field(Field.Hidden) << 2;
  const shuffles = address(Field.Shuffles);
  let term = address(Field.ActiveTerms) + <usize>r * listBytes();
  const stride = field(Field.ClassStride);
  let offsets = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(stride));
  const next = i32x4.splat(4 * stride);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(z + at);
    let set = <usize>(i32x4.bitmask(f32x4.le(x, f32x4.splat(0))) ^ 15);
    // Padding can become NaN too (0 x Infinity), but is no unit: there are no weights for it.
    if (at + 16 > real) set &= at < real ? (1 << ((real - at) >> 2)) - 1 : 0;
    const shuffle = v128.load(shuffles + (set << 4));
    const values = i8x16.swizzle(x, shuffle);
    const kept = i8x16.swizzle(offsets, shuffle);
    v128.store(term, v128.shuffle<i32>(kept, values, 0, 4, 1, 5));
    v128.store(term, v128.shuffle<i32>(kept, values, 2, 6, 3, 7), 16);
    term += <usize>i32.popcnt(<i32>set) << 3;
    offsets = i32x4.add(offsets, next);
  }
  store<usize>(address(Field.ActiveEnds) + (<usize>r << 2), term);
}

// @ts-ignore: decorator
@inline
function scoreChunk<N>(n: i32, table: usize, onto: usize, out: usize, bytes: usize): void {
  const size = listBytes();
  const ends = address(Field.ActiveEnds);
  let terms = address(Field.ActiveTerms);
  for (let r = 0; r < n; r++, terms += size, out += bytes) {
    sumChunk<N>(terms, load<usize>(ends + (<usize>r << 2)), table, onto, out);
  }
}

/**
 * Class scores of the first `n` messages, whose active units are listed: a few classes of all messages at a time, so
 * that the weights of these stay in the nearest cache.
 */
export function scoreHidden(n: i32): void {
  const output = address(Field.Dense) + <usize>field(Field.BagStride);
  const bytes = <usize>field(Field.ClassStride);
  const bias = output + <usize>field(Field.Hidden) * bytes;
  const scores = address(Field.Scores);
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) scoreChunk<Four>(n, output + at, bias + at, scores + at, bytes);
  if (at + 32 <= bytes) {
    scoreChunk<Two>(n, output + at, bias + at, scores + at, bytes);
    at += 32;
  }
  if (at < bytes) scoreChunk<One>(n, output + at, bias + at, scores + at, bytes);
}
