import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom } from "../../src/data";
import { splitMix64, xoshiro128StarStar } from "../../src/data/random";
import { InputError } from "../../src/errors";

describe("createRandom", () => {
  // From the authors' C code (xoshiro128starstar.c, splitmix64.c), compiled and run.
  test("matches the reference implementations", () => {
    const next = xoshiro128StarStar([1, 2, 3, 4]);
    assert.deepEqual(
      Array.from({ length: 10 }, next),
      [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
    );
    const words = splitMix64(1234567n);
    assert.deepEqual(Array.from({ length: 5 }, words), [
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
    const random = createRandom(7);
    assert.deepEqual(
      Array.from({ length: 4 }, random.next),
      [0.41935052247266991, 0.69681575026828524, 0.48360251070112581, 0.77488959635827448],
    );
  });

  test("int is uniform: chi-square of 70,000 draws of 7 values, and of a range where a modulo would show", () => {
    const random = createRandom(11);
    const chiSquare = (counts: number[], expected: number): number =>
      counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    const seven = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) seven[random.int(7)]++;
    assert.ok(chiSquare(seven, 10_000) < 22.46, "6 degrees of freedom, p = .001");

    // 3 * 2^30: a plain modulo would draw the first third twice as often as the others.
    const thirds = new Array<number>(3).fill(0);
    for (let i = 0; i < 30_000; i++) thirds[Math.floor(random.int(3 * 2 ** 30) / 2 ** 30)]++;
    assert.ok(chiSquare(thirds, 10_000) < 13.82, "2 degrees of freedom, p = .001");
  });

  test("shuffle permutes in place and every order is equally likely", () => {
    const random = createRandom(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const items = ["a", "b", "c", "d"];
      assert.equal(random.shuffle(items), items);
      const order = items.join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 24);
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    assert.ok(chiSquare < 49.73, "23 degrees of freedom, p = .001");
  });

  test("seeds of any size differ; the same seed repeats", () => {
    const first = (seed: number): number => createRandom(seed).next();
    const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
    assert.equal(new Set(seeds.map(first)).size, seeds.length);
    assert.equal(first(42), first(42));
  });

  test("bad arguments are refused", () => {
    const random = createRandom(0);
    const calls = [
      () => createRandom(-1),
      () => createRandom(0.5),
      () => createRandom(NaN),
      () => random.int(0),
      () => random.int(2 ** 32 + 1),
      () => random.pick([]),
    ];
    for (const call of calls) assert.throws(call, InputError);
    assert.equal(random.int(1), 0);
  });
});
