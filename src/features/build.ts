import { contentHash, SPLITS, type Dataset, type Message, type Split } from "../data";
import { InputError } from "../errors";
import type { Features, FeatureSpec, FeatureSplit, SparseRows } from "./features";
import { ngrams } from "./ngrams";
import { hashedColumns, learnedColumns, type Columns } from "./vocabulary";

/** The 4,096 most frequent words that two or more training messages contain; sublinear tf-idf, rows of length 1. */
export const DEFAULT_FEATURES: FeatureSpec = {
  kind: "feature-spec",
  word: [1, 1],
  char: null,
  columns: { kind: "vocabulary", maxSize: 4096, minCount: 2 },
  weight: "tfidf",
  normalize: "l2",
};

/**
 * Sparse rows of every split: value = tf x idf with tf = 1 + ln(count) and idf = ln((1 + n) / (1 + df)) + 1 over
 * the n training messages (`weight: "tfidf"`; scikit-learn's smooth idf), then each row divided by its length.
 * Vocabulary and idf are learned from the training split alone. A message without a known n-gram is an empty row.
 *
 * @param dataset messages with all three splits; only text, intent and split are read
 * @param spec    `DEFAULT_FEATURES` where not given
 * @throws InputError when a size or n-gram range makes no sense
 * @example const features = buildFeatures(dataset, { ...DEFAULT_FEATURES, char: [3, 5] });
 */
export function buildFeatures(dataset: Dataset, spec: FeatureSpec = DEFAULT_FEATURES): Features {
  checkFeatureSpec(spec);
  const bySplit = new Map<Split, Message[]>(SPLITS.map((split) => [split, []]));
  for (const message of dataset.messages) bySplit.get(message.split)?.push(message);
  const counts = new Map<Split, Map<string, number>[]>(
    SPLITS.map((split) => [split, (bySplit.get(split) ?? []).map((m) => ngrams(m.text, spec))]),
  );
  const train = counts.get("train") ?? [];
  const columns =
    spec.columns.kind === "hash" ? hashedColumns(spec.columns.size) : learnedColumns(train, spec.columns);
  const idf = spec.weight === "tfidf" ? inverseDocumentFrequency(train, columns) : null;
  const labelOf = new Map(dataset.intents.map((intent, i) => [intent, i]));
  const makeSplit = (split: Split): FeatureSplit => {
    const messages = bySplit.get(split) ?? [];
    return {
      x: sparseRows(counts.get(split) ?? [], columns, spec, idf),
      y: Int32Array.from(messages, (m) => labelOf.get(m.intent) as number),
      ids: messages.map((m) => m.id),
    };
  };
  return {
    kind: "features",
    hash: contentHash({ spec, messages: dataset.messages.map((m) => [m.text, m.intent, m.split]) }),
    data: dataset.hash,
    spec,
    labels: dataset.intents,
    vocabulary: columns.names,
    idf,
    splits: { train: makeSplit("train"), validation: makeSplit("validation"), test: makeSplit("test") },
  };
}

/** What new texts need to become rows: all of `Features` but the rows. */
export type Featurizer = Pick<Features, "spec" | "vocabulary" | "idf">;

/** Rows for new texts, in the columns and with the idf of `features`. */
export function featurize(features: Featurizer, texts: readonly string[]): SparseRows {
  const { spec, vocabulary } = features;
  const columns =
    spec.columns.kind === "hash" ? hashedColumns(spec.columns.size) : namedColumns(vocabulary ?? []);
  return sparseRows(
    texts.map((text) => ngrams(text, spec)),
    columns,
    spec,
    features.idf,
  );
}

function namedColumns(names: readonly string[]): Columns {
  const column = new Map(names.map((gram, i) => [gram, i]));
  return { size: names.length, names, of: (gram) => column.get(gram) ?? -1 };
}

function inverseDocumentFrequency(documents: readonly Map<string, number>[], columns: Columns): Float32Array {
  const frequency = new Float64Array(columns.size);
  for (const document of documents) {
    const seen = new Set<number>();
    for (const gram of document.keys()) seen.add(columns.of(gram));
    for (const column of seen) if (column >= 0) frequency[column]++;
  }
  return Float32Array.from(frequency, (df) => Math.log((1 + documents.length) / (1 + df)) + 1);
}

function sparseRows(
  documents: readonly Map<string, number>[],
  columns: Columns,
  spec: FeatureSpec,
  idf: Float32Array | null,
): SparseRows {
  const indptr = new Int32Array(documents.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  documents.forEach((document, row) => {
    const counts = new Map<number, number>();
    for (const [gram, count] of document) {
      const column = columns.of(gram);
      if (column >= 0) counts.set(column, (counts.get(column) ?? 0) + count);
    }
    const cells = [...counts]
      .sort(([a], [b]) => a - b)
      .map(([column, count]) => [column, weightOf(count, spec) * (idf === null ? 1 : idf[column])] as const);
    const squares = cells.reduce((sum, [, value]) => sum + value * value, 0);
    const length = spec.normalize === "l2" ? Math.sqrt(squares) : 1;
    for (const [column, value] of cells) {
      indices.push(column);
      values.push(value / length);
    }
    indptr[row + 1] = indices.length;
  });
  return {
    rows: documents.length,
    columns: columns.size,
    indptr,
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
}

function weightOf(count: number, spec: FeatureSpec): number {
  if (spec.weight === "binary") return 1;
  return spec.weight === "count" ? count : 1 + Math.log(count);
}

function checkFeatureSpec(spec: FeatureSpec): void {
  const whole = (name: string, value: number): void => {
    if (!Number.isInteger(value) || value < 1) {
      throw new InputError(`feature spec: ${name} must be a whole number of at least 1, found ${value}`);
    }
  };
  for (const name of ["word", "char"] as const) {
    const range = spec[name];
    if (range === null) continue;
    whole(`${name}[0]`, range[0]);
    whole(`${name}[1]`, range[1]);
    if (range[0] > range[1])
      throw new InputError(`feature spec: ${name} must be [smallest, largest], found [${range}]`);
  }
  if (spec.word === null && spec.char === null) {
    throw new InputError("feature spec: give word or char n-grams; both are null");
  }
  if (spec.columns.kind === "hash") whole("columns.size", spec.columns.size);
  else {
    whole("columns.maxSize", spec.columns.maxSize);
    whole("columns.minCount", spec.columns.minCount);
  }
}
