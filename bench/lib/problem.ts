import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, type Split } from "../../src/data";
import { DEFAULT_FEATURES, type Features, type FeatureSplit } from "../../src/features";
import { initialWeights, type ModelSpec } from "../../src/training";

/** What is trained on, the same for every contestant: data, sizes, initial weights and orders of messages. */
export interface Problem {
  readonly folder: string;
  readonly features: Features;
  readonly hidden: number;
  readonly batch: number;
}

interface Meta {
  readonly hash: string;
  readonly data: string;
  readonly columns: number;
  readonly classes: number;
  readonly hidden: number;
  readonly batch: number;
  readonly epochs: number;
  readonly seeds: readonly number[];
  readonly rows: Record<Split, number>;
}

const SPLITS: readonly Split[] = ["train", "validation", "test"];
type Raw = Int32Array | Float32Array;

/**
 * Writes a problem as raw little-endian arrays (`*.i32`, `*.f32`) and `meta.json`, for NumPy and for other Node
 * processes: each split's rows in CSR form, and for each seed the initial weights and the order of each epoch as
 * the engines draw them.
 */
export function writeProblem(
  problem: Problem,
  { seeds, epochs }: { readonly seeds: readonly number[]; readonly epochs: number },
): void {
  const { folder, features, hidden, batch } = problem;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, values: Raw): void =>
    writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  for (const split of SPLITS) {
    const { x, y } = features.splits[split];
    write(`${split}.indptr.i32`, x.indptr);
    write(`${split}.indices.i32`, x.indices);
    write(`${split}.values.f32`, x.values);
    write(`${split}.y.i32`, y);
  }
  const { rows: messages, columns } = features.splits.train.x;
  const classes = features.labels.length;
  for (const seed of seeds) {
    const model: ModelSpec = { kind: "mlp", hidden };
    const { arrays } = initialWeights(model, columns, classes, seed);
    arrays.forEach((array, i) => write(`seed-${seed}.weights-${i}.f32`, array.values));
    const random = createRandom(seed);
    const order = new Int32Array(messages * epochs);
    for (let epoch = 0; epoch < epochs; epoch++) {
      order.set(random.shuffle([...Array(messages).keys()]), epoch * messages);
    }
    write(`seed-${seed}.order.i32`, order);
  }
  const rows = Object.fromEntries(SPLITS.map((split) => [split, features.splits[split].x.rows]));
  const { hash, data } = features;
  const meta = { hash, data, columns, classes, hidden, batch, epochs, seeds, rows };
  writeFileSync(join(folder, "meta.json"), JSON.stringify(meta));
}

/** Reads a problem back. Vocabulary and label names did not cross: nothing that is measured needs them. */
export function readProblem(folder: string): Problem {
  const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8")) as Meta;
  const bytes = (name: string): ArrayBuffer => new Uint8Array(readFileSync(join(folder, name))).buffer;
  const split = (name: Split): FeatureSplit => ({
    x: {
      rows: meta.rows[name],
      columns: meta.columns,
      indptr: new Int32Array(bytes(`${name}.indptr.i32`)),
      indices: new Int32Array(bytes(`${name}.indices.i32`)),
      values: new Float32Array(bytes(`${name}.values.f32`)),
    },
    y: new Int32Array(bytes(`${name}.y.i32`)),
    ids: Array.from({ length: meta.rows[name] }, (_, i) => String(i)),
  });
  const features: Features = {
    kind: "features",
    hash: meta.hash,
    data: meta.data,
    spec: DEFAULT_FEATURES,
    labels: Array.from({ length: meta.classes }, (_, i) => `class ${i}`),
    vocabulary: null,
    idf: null,
    splits: { train: split("train"), validation: split("validation"), test: split("test") },
  };
  return { folder, features, hidden: meta.hidden, batch: meta.batch };
}
