import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom, fiveGramJaccard, nearDuplicateGroups, nearestTrainJaccard } from "../../src/data";

/** Messages of a few words, many of them small changes of one another. */
function variants(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const words = "where is my order the parcel has not come yet please send it back to me today thanks".split(
    " ",
  );
  const texts: string[] = [];
  while (texts.length < count) {
    if (texts.length > 5 && random.int(2) === 0) {
      const letters = Array.from(random.pick(texts));
      letters.splice(random.int(letters.length), random.int(2), random.pick(["x", "", "!", " ", "É"]));
      texts.push(letters.join("") || "x");
    } else {
      texts.push(Array.from({ length: 1 + random.int(12) }, () => random.pick(words)).join(" "));
    }
  }
  return texts;
}

describe("fiveGramJaccard", () => {
  test("closed forms", () => {
    assert.equal(fiveGramJaccard("abcdefg", "abcdefg"), 1);
    assert.equal(fiveGramJaccard("abcdefg", "bcdefgh"), 2 / 4, "abcde bcdef cdefg | bcdef cdefg defgh");
    assert.equal(fiveGramJaccard("abcde", "vwxyz"), 0);
    assert.equal(fiveGramJaccard("Where  IS\n it ", "where is it"), 1, "case and spaces are folded");
    assert.equal(fiveGramJaccard("ok", "OK "), 1, "a short text is one gram");
    assert.equal(fiveGramJaccard("ok", "okay!"), 0);
    assert.equal(fiveGramJaccard("aaaaaaaa", "aaaaa"), 1, "sets, not counts");
    assert.equal(fiveGramJaccard("👟abcd", "👟abce"), 0, "an emoji is one character");
  });
});

describe("nearDuplicateGroups", () => {
  test("are the connected components of all pairs, compared one by one", () => {
    for (const [seed, threshold] of [
      [1, 0.8],
      [2, 0.8],
      [3, 0.5],
      [4, 1],
    ]) {
      const texts = variants(120, seed);
      const similar = texts.map((a) => texts.map((b) => fiveGramJaccard(a, b) >= threshold));
      const expected = texts.map((_, i) => i);
      for (let changed = true; changed; ) {
        changed = false;
        for (let i = 0; i < texts.length; i++) {
          for (let j = 0; j < i; j++) {
            if (expected[i] === expected[j] || !similar[i][j]) continue;
            const group = Math.min(expected[i], expected[j]);
            expected[i] = expected[j] = group;
            changed = true;
          }
        }
      }
      const groups = [...nearDuplicateGroups(texts, threshold)];
      assert.deepEqual(groups, expected);
      assert.ok(new Set(groups).size < texts.length, "the texts do hold near-duplicates");
    }
  });

  test("13,000 messages that share a long beginning take seconds, not minutes", () => {
    const random = createRandom(9);
    const word = (): string =>
      Array.from({ length: 6 }, () => String.fromCharCode(97 + random.int(26))).join("");
    const texts = Array.from(
      { length: 13_000 },
      () =>
        `Dear customer service, I would like to ask about ${word()} ${word()} ${word()} ${word()} ${word()}`,
    );
    const start = performance.now();
    assert.equal(new Set(nearDuplicateGroups(texts)).size, 13_000);
    assert.equal(new Set(nearDuplicateGroups(new Array<string>(13_000).fill("the same again"))).size, 1);
    assert.ok(performance.now() - start < 30_000);
  });
});

test("nearestTrainJaccard is the largest similarity, pair by pair, and the first message that has it", () => {
  const texts = variants(200, 5);
  const [train, testing] = [texts.slice(0, 120), [...texts.slice(120), "qqqqqqq"]];
  const { jaccard, index } = nearestTrainJaccard(train, testing);
  testing.forEach((text, t) => {
    const similarities = train.map((other) => fiveGramJaccard(text, other));
    const most = Math.max(...similarities);
    assert.equal(jaccard[t], most);
    assert.equal(index[t], most === 0 ? -1 : similarities.indexOf(most));
  });
  assert.equal(index[testing.length - 1], -1);
});
