import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom, datasetFromCsv, fiveGramJaccard, SPLITS, type Dataset } from "../../src/data";
import { stratifiedSplit, type Share } from "../../src/data/split";
import { checksAndRows } from "./fixtures";

const THIRDS: Share[] = [
  ["train", 0.7],
  ["validation", 0.15],
  ["test", 0.15],
];

/** Messages of skewed intents; a third of them are another message with its end changed. */
function mail(count: number, seed: number): { text: string; intent: string }[] {
  const random = createRandom(seed);
  const word = (): string =>
    Array.from({ length: 5 }, () => String.fromCharCode(97 + random.int(26))).join("");
  const messages: { text: string; intent: string }[] = [];
  while (messages.length < count) {
    const intent = `intent-${Math.floor(6 * random.next() ** 2)}`;
    if (messages.length > 0 && random.int(3) === 0) {
      const copied = random.pick(messages);
      messages.push({ text: `${copied.text}!`, intent: random.int(5) === 0 ? intent : copied.intent });
    } else {
      messages.push({ text: `${word()} ${word()} ${word()} ${word()} ${word()}`, intent });
    }
  }
  return messages;
}

const csvOf = (rows: readonly { text: string; intent: string; split?: string }[]): string => {
  const split = rows.some((row) => row.split !== undefined);
  return [
    split ? "text,intent,split" : "text,intent",
    ...rows.map((row) => [row.text, row.intent, ...(split ? [row.split] : [])].join(",")),
  ].join("\n");
};

const sizes = ({ messages }: Dataset): number[] =>
  SPLITS.map((split) => messages.filter((message) => message.split === split).length);

describe("splits that are made", () => {
  test("near-duplicates are never in two of them", () => {
    for (const seed of [1, 2, 3]) {
      const { messages } = datasetFromCsv(csvOf(mail(150, seed)), { seed, minPerIntent: 3 });
      for (const a of messages) {
        for (const b of messages) {
          if (a.split !== b.split) assert.ok(fiveGramJaccard(a.text, b.text) < 0.8, `${a.text} | ${b.text}`);
        }
      }
    }
  });

  test("each intent is in each split, within one message of its share where no two messages are alike", () => {
    const random = createRandom(4);
    const word = (): string =>
      Array.from({ length: 9 }, () => String.fromCharCode(97 + random.int(26))).join("");
    for (let size = 5; size < 60; size++) {
      const messages = ["a", "b"].flatMap((intent) =>
        Array.from({ length: size }, () => ({ text: `${word()} ${word()}`, intent })),
      );
      const splits = stratifiedSplit(messages, { shares: THIRDS, seed: size, minPerIntent: 5, file: "f" });
      for (const intent of ["a", "b"]) {
        for (const [split, share] of THIRDS) {
          const n = messages.filter((message, i) => message.intent === intent && splits[i] === split).length;
          assert.ok(n > 0 && Math.abs(n - share * size) <= 1, `${size} of ${intent}: ${n} in ${split}`);
        }
      }
    }
  });

  test("skewed mail with near-duplicates comes close to the shares, intent by intent", () => {
    const messages = mail(1200, 8);
    const splits = stratifiedSplit(messages, { shares: THIRDS, seed: 0, minPerIntent: 5, file: "f" });
    for (const intent of new Set(messages.map((message) => message.intent))) {
      const own = splits.filter((_, i) => messages[i].intent === intent);
      for (const [split, share] of THIRDS) {
        const found = own.filter((s) => s === split).length;
        assert.ok(
          Math.abs(found - share * own.length) < 6 + 0.02 * own.length,
          `${intent} ${split}: ${found} of ${own.length}`,
        );
      }
    }
  });

  test("as few as one group a split is enough where that is asked for", () => {
    const messages = ["where is my parcel", "any news on it", "it has not come"].flatMap((text) => [
      { text, intent: "a" },
      { text: `${text} and more of the same`, intent: "b" },
    ]);
    const splits = stratifiedSplit(messages, { shares: THIRDS, seed: 0, minPerIntent: 3, file: "f" });
    for (const intent of ["a", "b"]) {
      const own = splits.filter((_, i) => messages[i].intent === intent);
      assert.equal(new Set(own).size, 3);
    }
  });

  test("the seed decides: the same gives the same, another gives others", () => {
    const csv = csvOf(mail(200, 1));
    assert.equal(datasetFromCsv(csv, { seed: 3 }).hash, datasetFromCsv(csv, { seed: 3 }).hash);
    assert.notEqual(datasetFromCsv(csv, { seed: 3 }).hash, datasetFromCsv(csv, { seed: 4 }).hash);
    assert.equal(datasetFromCsv(csv).hash, datasetFromCsv(csv, { seed: 0 }).hash);
  });
});

describe("what is missing is made from training rows only, and said", () => {
  const rows = mail(300, 6);
  const withSplits = (pick: (i: number) => string): { text: string; intent: string; split: string }[] =>
    rows.map((row, i) => ({ ...row, split: pick(i) }));

  test("no split column: 70/15/15", () => {
    const dataset = datasetFromCsv(csvOf(rows));
    const [train, validation, testing] = sizes(dataset);
    assert.equal(train + validation + testing, 300);
    assert.ok(Math.abs(train - 210) < 8 && Math.abs(validation - 45) < 8 && Math.abs(testing - 45) < 8);
    assert.deepEqual(checksAndRows(dataset.warnings)[0], ["made-splits", []]);
    assert.match(
      dataset.warnings[0].message,
      /no column "split".*seed 0: train \d+, validation \d+, test \d+/,
    );
  });

  test("no validation: 15% of the training rows; the test split stays as it is", () => {
    const given = withSplits((i) => (i % 4 === 0 ? "test" : "train"));
    const dataset = datasetFromCsv(csvOf(given));
    dataset.messages.forEach(({ split }, i) => assert.equal(split === "test", i % 4 === 0));
    assert.ok(Math.abs(sizes(dataset)[1] - 0.15 * 225) < 7);
    assert.match(dataset.warnings[0].message, /no validation rows, so the training rows were divided/);
  });

  test("no test: from the training rows too, and validation stays as it is", () => {
    const given = withSplits((i) => (i % 4 === 0 ? "dev" : "train"));
    const dataset = datasetFromCsv(csvOf(given));
    dataset.messages.forEach(({ split }, i) => assert.equal(split === "validation", i % 4 === 0));
    assert.match(dataset.warnings[0].message, /no test rows/);
  });

  test("all three given: nothing is made", () => {
    const given = withSplits((i) => ["train", "dev", "test"][i % 3]);
    const dataset = datasetFromCsv(csvOf(given));
    assert.deepEqual(sizes(dataset), [100, 100, 100]);
    assert.ok(dataset.warnings.every(({ check }) => check !== "made-splits"));
  });
});
