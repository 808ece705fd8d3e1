import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bestRung, nextRung, topOfLadder } from "../../src/tuning/range-ladder";
import { judgeLadder } from "../../src/tuning/range-climb";
import { ladderOf } from "./range-parts";

const RATES = [0.1, 0.1 * Math.SQRT2, 0.2, 0.2 * Math.SQRT2];

describe("topOfLadder", () => {
  for (const planted of [0.15, 0.18, 0.2, 0.22]) {
    test(`finds a parabola's top between the rungs, ${planted}`, () => {
      assert.equal(topOfLadder(ladderOf(RATES, planted))?.rate, planted);
    });
  }

  test("the interval is Student's over the seeds' own tops, in log rate", () => {
    // Tops half an octave times -0.2, 0 and 0.2 around 0.2: standard deviation 0.1 octaves, t(2) = 4.303.
    const answer = topOfLadder(ladderOf(RATES, 0.2, { shift: (seed) => (seed - 2) / 10 }));
    const half = 2 ** ((4.303 * 0.1) / Math.sqrt(3));
    assert.deepEqual(
      [answer?.low, answer?.high],
      [Number((0.2 / half).toPrecision(2)), Number((0.2 * half).toPrecision(2))],
    );
  });

  test("one seed has no interval", () => {
    assert.deepEqual(topOfLadder(ladderOf(RATES, 0.2, { seeds: [1] })), { rate: 0.2, low: null, high: null });
  });

  test("a rung with a diverged run bends no parabola and is never the best", () => {
    const ladder = ladderOf(RATES, 0.25, { diverged: (rate) => (rate > 0.25 ? 1 : 0) });
    assert.equal(bestRung(ladder), 2);
    assert.equal(topOfLadder(ladder)?.rate, 0.2);
    assert.equal(topOfLadder(ladderOf(RATES, 0.2, { diverged: () => 3 })), null);
  });
});

describe("nextRung", () => {
  test("towards the best while it is the last", () => {
    assert.equal(nextRung(ladderOf(RATES, 1)), "up");
    assert.equal(nextRung(ladderOf(RATES, 0.01)), "down");
    assert.equal(nextRung(ladderOf(RATES, 0.2)), null);
  });

  test("never above a rung that lost a run", () => {
    assert.equal(nextRung(ladderOf(RATES, 1, { diverged: (rate) => (rate > 0.25 ? 1 : 0) })), null);
    assert.equal(nextRung(ladderOf(RATES, 1, { diverged: () => 1 })), "down");
  });
});

describe("judgeLadder", () => {
  const edge = (best: number, diverged?: (rate: number) => number): unknown =>
    judgeLadder(ladderOf(RATES, best, { diverged })).edge;

  test("says at which edge the answer lies", () => {
    assert.equal(edge(0.19), null);
    assert.equal(edge(1), "high");
    assert.equal(edge(0.01), "low");
    assert.equal(
      edge(1, (rate) => (rate > 0.25 ? 1 : 0)),
      "stability",
    );
  });

  test("no answer where every rate lost a run", () => {
    const { answer, reason } = judgeLadder(ladderOf(RATES, 0.2, { diverged: () => 1 }));
    assert.equal(answer, null);
    assert.match(reason, /no clear answer: a run diverged at every rate from 0\.1 to 0\.28/);
  });
});
