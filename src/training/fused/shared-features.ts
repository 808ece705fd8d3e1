import type { Split } from "../../data";
import type { Features, FeatureSplit } from "../../features";
import { checkRows } from "./check-rows";
import { createMemory, FIRST_FREE } from "./memory";

/** Where a split's sparse rows and labels lie in the shared memory. */
export interface SharedSplit {
  readonly rows: number;
  readonly indptr: number;
  readonly indices: number;
  readonly values: number;
  readonly labels: number;
  /** Entries of the fullest row. */
  readonly widest: number;
}

/**
 * Features in memory that threads share: sent to another thread, nothing but this small object is copied. Has all
 * that training needs, and neither texts nor names.
 */
export interface SharedFeatures {
  readonly kind: "shared-features";
  readonly hash: string;
  readonly data: string;
  readonly columns: number;
  readonly classes: number;
  readonly memory: WebAssembly.Memory;
  readonly splits: Readonly<Record<Split, SharedSplit>>;
}

const known = new WeakMap<Features, SharedFeatures>();

/**
 * The features, copied once into memory that threads share.
 *
 * @throws InputError when a row names a column or a label that does not exist, or a column twice
 */
export function shareFeatures(features: Features): SharedFeatures {
  let shared = known.get(features);
  if (shared === undefined) known.set(features, (shared = copy(features)));
  return shared;
}

function copy(features: Features): SharedFeatures {
  const names = ["train", "validation", "test"] as const;
  const columns = features.splits.train.x.columns;
  for (const name of names) checkRows(name, features.splits[name], columns, features.labels.length);
  const needed = names.reduce((sum, name) => sum + bytesOf(features.splits[name]), 0);
  const memory = createMemory(needed);
  let free = FIRST_FREE;
  const place = (array: Int32Array | Float32Array): number => {
    const address = free;
    const View = array instanceof Int32Array ? Int32Array : Float32Array;
    new View(memory.buffer, address, array.length).set(array);
    free += aligned(array.byteLength);
    return address;
  };
  const share = ({ x, y }: FeatureSplit): SharedSplit => {
    let widest = 0;
    for (let r = 0; r < x.rows; r++) widest = Math.max(widest, x.indptr[r + 1] - x.indptr[r]);
    return {
      rows: x.rows,
      indptr: place(x.indptr),
      indices: place(x.indices),
      values: place(x.values),
      labels: place(y),
      widest,
    };
  };
  const { train, validation, test } = features.splits;
  return {
    kind: "shared-features",
    hash: features.hash,
    data: features.data,
    columns: train.x.columns,
    classes: features.labels.length,
    memory,
    splits: { train: share(train), validation: share(validation), test: share(test) },
  };
}

function bytesOf({ x, y }: FeatureSplit): number {
  return [x.indptr, x.indices, x.values, y].reduce((sum, array) => sum + aligned(array.byteLength), 0);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
