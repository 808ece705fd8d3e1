import { InputError } from "../errors";

/** A seeded stream of random numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** The next number, uniform on [0, 1) with 53 random bits. */
  next(): number;
  /** An integer, uniform on 0 .. n - 1 without modulo bias (rejection). `n` is an integer from 1 to 2^32. */
  int(n: number): number;
  /** Shuffles the array in place (Fisher-Yates) and returns it. */
  shuffle<T>(items: T[]): T[];
  /** One of the items, each equally likely. Throws `InputError` where there are none. */
  pick<T>(items: readonly T[]): T;
}

/**
 * A random number generator: xoshiro128** whose 128 bits of state are two outputs of SplitMix64, started at
 * the seed, as its authors advise.
 *
 * Source: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", 2021
 * (xoshiro128starstar.c, splitmix64.c; public domain). Not for secrets.
 *
 * @param seed an integer from 0 to 2^53 - 1
 * @throws InputError when the seed is anything else
 * @example
 * const random = createRandom(7);
 * random.next(); // in [0, 1)
 * random.shuffle(["a", "b", "c"]);
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InputError(`seed must be an integer from 0 to 2^53 - 1, found ${String(seed)}`);
  }
  const words = splitMix64(BigInt(seed));
  const [a, b] = [words(), words()];
  const next32 = xoshiro128StarStar([low(a), high(a), low(b), high(b)]);

  const int = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) {
      throw new InputError(`int(n): n must be an integer from 1 to 2^32, found ${String(n)}`);
    }
    // Draws at or above the largest multiple of n would favour the small remainders.
    const limit = TWO_32 - (TWO_32 % n);
    let draw = next32();
    while (draw >= limit) draw = next32();
    return draw % n;
  };

  return {
    next: () => {
      const top = next32() >>> 5;
      const bottom = next32() >>> 6;
      return (top * 2 ** 26 + bottom) / 2 ** 53;
    },
    int,
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = int(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
    pick: (items) => {
      if (items.length === 0) throw new InputError("pick(items): there are no items to pick from");
      return items[int(items.length)];
    },
  };
}

const TWO_32 = 2 ** 32;

const low = (word: bigint): number => Number(word & 0xffffffffn);
const high = (word: bigint): number => Number(word >> 32n);

/** xoshiro128**: unsigned 32-bit outputs from four 32-bit words of state, not all zero. */
export function xoshiro128StarStar(state: readonly [number, number, number, number]): () => number {
  const s = Uint32Array.from(state);
  const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
  return () => {
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result;
  };
}

/** SplitMix64: unsigned 64-bit outputs from a 64-bit seed; used to fill a larger state. */
export function splitMix64(seed: bigint): () => bigint {
  let state = BigInt.asUintN(64, seed);
  const multiply = (a: bigint, b: bigint): bigint => BigInt.asUintN(64, a * b);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = multiply(z ^ (z >> 30n), 0xbf58476d1ce4e5b9n);
    z = multiply(z ^ (z >> 27n), 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  };
}
