import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contentHash, datasetFromCsv, parseCsv, type Dataset, type Message } from "../../src/data";
import {
  buildFeatures,
  DEFAULT_FEATURES,
  featurize,
  ngrams,
  words,
  type Features,
  type FeatureSpec,
} from "../../src/features";
import { inputError } from "../data/fixtures";
import { projectCsv } from "../training/helpers";

function datasetOf(...rows: [text: string, intent: string, split: Message["split"]][]): Dataset {
  const messages = rows.map(([text, intent, split], i) => ({ id: `m${i}`, text, intent, split, slices: [] }));
  return {
    kind: "dataset",
    name: "made",
    hash: contentHash(messages),
    intents: [...new Set(rows.map(([, intent]) => intent))].sort(),
    messages,
    warnings: [],
  };
}

const small = datasetOf(
  ["refund please", "refund", "train"],
  ["refund my shoes", "refund", "train"],
  ["size of my shoes", "size", "train"],
  ["refund zebra zebra", "refund", "validation"],
  ["zebra", "size", "validation"],
  ["my size", "size", "test"],
);
const spec = (change: Partial<FeatureSpec>): FeatureSpec => ({
  ...DEFAULT_FEATURES,
  columns: { kind: "vocabulary", maxSize: 100, minCount: 1 },
  ...change,
});

/** All that training can see of features. */
function arrays({ labels, vocabulary, idf, splits, spec }: Features): unknown {
  return { labels, vocabulary, idf, splits, spec };
}

/** The CSV without some columns. */
function without(csv: string, dropped: readonly string[]): string {
  const { columns, rows } = parseCsv(csv, { file: "the CSV" });
  const kept = [...columns.keys()].filter((i) => !dropped.includes(columns[i]));
  const line = (cells: readonly string[]): string =>
    kept.map((i) => `"${cells[i].replace(/"/g, '""')}"`).join(",");
  return [columns, ...rows.map(({ cells }) => cells)].map(line).join("\n");
}

describe("features", () => {
  test("features don't change when those columns are deleted", () => {
    const dropped = ["clean_intent", "family", "slices", "noise"];
    // Every eighth message, for speed.
    const lines = projectCsv().trimEnd().split("\n");
    const csv = lines.filter((_, i) => i === 0 || i % 8 === 1).join("\n");
    const bare = without(csv, dropped);
    for (const column of dropped) assert.ok(!bare.split("\n")[0].includes(column));
    const [full, less] = [datasetFromCsv(csv), datasetFromCsv(bare)];
    assert.notEqual(full.hash, less.hash, "the data set itself has changed");
    const [before, after] = [buildFeatures(full), buildFeatures(less)];
    assert.ok(before.splits.train.x.rows > 700 && before.splits.test.x.rows > 500);
    assert.deepEqual(arrays(after), arrays(before));
    assert.equal(after.hash, before.hash);
  });

  test("vocabulary and idf come from the training split alone", () => {
    const features = buildFeatures(small, spec({}));
    assert.deepEqual(features.vocabulary, ["w:my", "w:of", "w:please", "w:refund", "w:shoes", "w:size"]);
    const changed = datasetOf(
      ...small.messages.map((m): [string, string, Message["split"]] => [
        m.split === "train" ? m.text : "refund shoes shoes please other words",
        m.intent,
        m.split,
      ]),
    );
    const other = buildFeatures(changed, spec({}));
    assert.deepEqual(other.vocabulary, features.vocabulary);
    assert.deepEqual(other.idf, features.idf);
    assert.deepEqual(other.splits.train.x, features.splits.train.x);
    assert.notEqual(other.hash, features.hash);
  });

  test("columns are those of the most messages, and do not depend on the order of the messages", () => {
    const options = spec({ columns: { kind: "vocabulary", maxSize: 3, minCount: 2 } });
    const forward = buildFeatures(small, options);
    // In two training messages each; "of", "please" and "size" are in one.
    assert.deepEqual(forward.vocabulary, ["w:my", "w:refund", "w:shoes"]);
    const turned = datasetOf(
      ...[...small.messages]
        .reverse()
        .map((m): [string, string, Message["split"]] => [m.text, m.intent, m.split]),
    );
    assert.deepEqual(buildFeatures(turned, options).vocabulary, forward.vocabulary);
    const fewer = spec({ columns: { kind: "vocabulary", maxSize: 2, minCount: 1 } });
    for (const data of [small, turned]) {
      assert.deepEqual(buildFeatures(data, fewer).vocabulary, ["w:my", "w:refund"], "ties by name");
    }
  });

  test("a message without a known word is an empty row", () => {
    const { x, ids } = buildFeatures(small, spec({})).splits.validation;
    assert.deepEqual([...x.indptr], [0, 1, 1]);
    assert.deepEqual([...x.values], [1]);
    assert.deepEqual(ids, ["m3", "m4"]);
    assert.deepEqual(
      [...featurize(buildFeatures(small, spec({})), ["", "?!", "refund"]).indptr],
      [0, 0, 0, 1],
    );
  });

  test("labels are positions in the sorted intents", () => {
    const { labels, splits } = buildFeatures(small, spec({}));
    assert.deepEqual(labels, ["refund", "size"]);
    assert.deepEqual([...splits.train.y], [0, 0, 1]);
    assert.deepEqual([...splits.test.y], [1]);
  });

  test("weights: 1, the count, 1 + ln count; with and without length 1", () => {
    const twice = datasetOf(["zebra zebra zebra shoe", "a", "train"], ["shoe", "b", "validation"]);
    const values = (change: Partial<FeatureSpec>): number[] => [
      ...buildFeatures(twice, spec({ normalize: "none", ...change })).splits.train.x.values,
    ];
    assert.deepEqual(values({ weight: "binary" }), [1, 1]);
    assert.deepEqual(values({ weight: "count" }), [1, 3]);
    assert.deepEqual(values({ weight: "sublinear" }), [1, Math.fround(1 + Math.log(3))]);
    // One message, and both words are in it: idf = ln(2 / 2) + 1.
    assert.deepEqual(values({ weight: "tfidf" }), values({ weight: "sublinear" }));
    const [a, b] = values({ weight: "count", normalize: "l2" });
    assert.ok(Math.abs(a - 1 / Math.sqrt(10)) < 1e-7 && Math.abs(b - 3 / Math.sqrt(10)) < 1e-7);
  });

  test("hashed columns: pinned, from the text alone, counts of n-grams that meet add up", () => {
    const hashed = (size: number): FeatureSpec =>
      spec({ columns: { kind: "hash", size }, weight: "count", normalize: "none" });
    const features = buildFeatures(small, hashed(1024));
    assert.equal(features.vocabulary, null);
    assert.equal(features.splits.train.x.columns, 1024);
    const columnOf = (word: string): number => featurize(features, [word]).indices[0];
    // Computed by another program from the definition: FNV-1a of "w:..." in UTF-16LE, then fmix32, modulo 1,024.
    assert.deepEqual(["refund", "size", "größe", "😀"].map(columnOf), [986, 865, 514, 442]);
    const one = buildFeatures(small, hashed(1));
    assert.deepEqual([...one.splits.train.x.values], [2, 3, 4]);
    assert.deepEqual([...one.splits.train.x.indices], [0, 0, 0]);
  });

  test("a long message has its row", () => {
    const long = Array.from({ length: 150_000 }, (_, i) => `w${i}`).join(" ");
    const features = buildFeatures(
      datasetOf([long, "a", "train"], ["w1", "b", "validation"]),
      spec({ columns: { kind: "hash", size: 2 ** 20 }, weight: "count" }),
    );
    const { values } = features.splits.train.x;
    assert.ok(values.length > 130_000);
    assert.ok(Math.abs(values.reduce((sum, v) => sum + v * v, 0) - 1) < 1e-3);
  });

  test("words: lower case, compatibility forms as one, apostrophes inside, numbers and emoji", () => {
    assert.deepEqual(words("I don't WANT №42, ﬁne?! 'quoted' 👍🏽 größe—now"), [
      ...["i", "don't", "want", "no42", "fine", "quoted", "👍", "größe", "now"],
    ]);
    assert.deepEqual(words(" \n?! "), []);
  });

  test("n-grams are counted", () => {
    const counts = ngrams("to be or to be", { word: [2, 2], char: [4, 4] });
    assert.deepEqual(Object.fromEntries(counts), {
      "w:to be": 2,
      "w:be or": 1,
      "w:or to": 1,
      "c: to ": 2,
      "c: be ": 2,
      "c: or ": 1,
    });
  });

  test("the hash tells specs, texts, intents and splits apart", () => {
    const base = buildFeatures(small, spec({})).hash;
    assert.equal(buildFeatures(small, spec({})).hash, base);
    assert.notEqual(buildFeatures(small, spec({ weight: "count" })).hash, base);
    for (const change of [{ text: "other" }, { intent: "size" }, { split: "test" as const }]) {
      const messages = small.messages.map((m, i) => (i === 0 ? { ...m, ...change } : m));
      assert.notEqual(buildFeatures({ ...small, messages }, spec({})).hash, base);
    }
  });

  test("specs that make no sense are refused by name", () => {
    const refused = (change: Partial<FeatureSpec>, ...parts: string[]): void =>
      assert.throws(() => buildFeatures(small, spec(change)), inputError("feature spec", ...parts));
    refused({ word: null, char: null }, "both are null");
    refused({ word: [0, 1] }, "word[0]", "found 0");
    refused({ word: [1, 1.5] }, "word[1]", "found 1.5");
    refused({ char: [5, 3] }, "char must be [smallest, largest]", "[5,3]");
    refused({ char: [NaN, 3] }, "char[0]", "NaN");
    refused({ columns: { kind: "hash", size: 0 } }, "columns.size");
    refused({ columns: { kind: "vocabulary", maxSize: 0, minCount: 1 } }, "columns.maxSize");
    refused({ columns: { kind: "vocabulary", maxSize: 1, minCount: -1 } }, "columns.minCount");
  });
});
