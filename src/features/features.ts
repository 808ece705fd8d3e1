import type { Split } from "../data";

/** How a text becomes a sparse row. */
export interface FeatureSpec {
  readonly kind: "feature-spec";
  /** Smallest and largest word n-gram, e.g. [1, 2]; null for none. */
  readonly word: readonly [number, number] | null;
  /** Smallest and largest character n-gram, within words, e.g. [3, 5]; null for none. */
  readonly char: readonly [number, number] | null;
  /** `hash`: a fixed number of columns; `vocabulary`: the most frequent n-grams of the training split. */
  readonly columns:
    | { readonly kind: "hash"; readonly size: number }
    | { readonly kind: "vocabulary"; readonly maxSize: number; readonly minCount: number };
  /** The value of a cell: 1, the count, 1 + ln(count), or (1 + ln count) x idf. */
  readonly weight: "binary" | "count" | "sublinear" | "tfidf";
  /** Whether each row is scaled to Euclidean length 1. */
  readonly normalize: "l2" | "none";
}

/** Sparse rows in CSR form: row r has columns `indices[indptr[r] .. indptr[r+1])`, sorted, with `values`. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** One split, ready for training: rows, labels (indices into `Features.labels`) and the messages' ids. */
export interface FeatureSplit {
  readonly x: SparseRows;
  readonly y: Int32Array;
  readonly ids: readonly string[];
}

/** Sparse rows of a dataset, split by split: a pure function of its texts, labels and splits and of the spec. */
export interface Features {
  readonly kind: "features";
  /** SHA-256 (hex) of the spec and of the texts, intents and splits; noise tags and slices do not enter. */
  readonly hash: string;
  /** Hash of the dataset that they were made from. */
  readonly data: string;
  readonly spec: FeatureSpec;
  readonly labels: readonly string[];
  /** The n-gram of each column (`vocabulary`), or null (`hash`). */
  readonly vocabulary: readonly string[] | null;
  /** Inverse document frequency of each column, or null where the weight does not use it. */
  readonly idf: Float32Array | null;
  readonly splits: Readonly<Record<Split, FeatureSplit>>;
}
