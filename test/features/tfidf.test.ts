// Rows against scikit-learn 1.9.1's TfidfVectorizer (test/fixtures/tfidf-vectors.json and its script).
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contentHash, type Dataset, type Message } from "../../src/data";
import {
  buildFeatures,
  DEFAULT_FEATURES,
  featurize,
  type Features,
  type FeatureSpec,
  type SparseRows,
} from "../../src/features";
import vectors from "../fixtures/tfidf-vectors.json";

interface Expected {
  readonly idf: Record<string, number>;
  readonly train: readonly Record<string, number>[];
  readonly test: readonly Record<string, number>[];
}

const messages: Message[] = [
  ...vectors.texts.train.map((text, i): Message => message(`train-${i}`, text, "train", i)),
  message("validation-0", "size please", "validation", 0),
  ...vectors.texts.test.map((text, i): Message => message(`test-${i}`, text, "test", i)),
];
const dataset: Dataset = {
  kind: "dataset",
  name: "small",
  hash: contentHash(messages),
  intents: ["even", "odd"],
  messages,
  warnings: [],
};

function message(id: string, text: string, split: Message["split"], i: number): Message {
  return { id, text, intent: i % 2 === 0 ? "even" : "odd", split, slices: [] };
}

const CASES: { name: string; prefix: string; spec: FeatureSpec; expected: Expected }[] = [
  {
    name: "words",
    prefix: "w:",
    spec: { ...DEFAULT_FEATURES, columns: { kind: "vocabulary", maxSize: 100, minCount: 1 } },
    expected: vectors.words as unknown as Expected,
  },
  {
    name: "words and pairs of words in two messages or more",
    prefix: "w:",
    spec: { ...DEFAULT_FEATURES, word: [1, 2] },
    expected: vectors["word pairs"] as unknown as Expected,
  },
  {
    name: "characters within words (char_wb)",
    prefix: "c:",
    spec: { ...DEFAULT_FEATURES, word: null, char: [3, 5] },
    expected: vectors.characters as unknown as Expected,
  },
  {
    name: "characters, n longer than some words (char_wb keeps those whole)",
    prefix: "c:",
    spec: { ...DEFAULT_FEATURES, word: null, char: [5, 6] },
    expected: vectors["long characters"] as unknown as Expected,
  },
];

describe("tf-idf rows are scikit-learn's", () => {
  for (const { name, prefix, spec, expected } of CASES) {
    test(name, () => {
      const features = buildFeatures(dataset, spec);
      const names = Object.keys(expected.idf).map((gram) => prefix + gram);
      assert.deepEqual([...(features.vocabulary ?? [])], [...names].sort());
      names.forEach((gram) => {
        const column = (features.vocabulary as string[]).indexOf(gram);
        near((features.idf as Float32Array)[column], expected.idf[gram.slice(2)]);
      });
      for (const split of ["train", "test"] as const) {
        assertRows(features.splits[split].x, features, prefix, expected[split]);
      }
      assertRows(featurize(features, vectors.texts.test), features, prefix, expected.test);
    });
  }
});

function assertRows(
  x: SparseRows,
  features: Features,
  prefix: string,
  expected: readonly Record<string, number>[],
): void {
  assert.equal(x.rows, expected.length);
  expected.forEach((cells, row) => {
    const [from, to] = [x.indptr[row], x.indptr[row + 1]];
    const found = [...x.indices.subarray(from, to)].map(
      (column) => (features.vocabulary as readonly string[])[column],
    );
    assert.deepEqual(
      found,
      Object.keys(cells)
        .map((gram) => prefix + gram)
        .sort(),
    );
    found.forEach((gram, i) => near(x.values[from + i], cells[gram.slice(2)]));
  });
}

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) <= 1e-6 * Math.max(1, expected), `${found} instead of ${expected}`);
}
