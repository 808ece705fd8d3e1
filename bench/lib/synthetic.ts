import { contentHash, createRandom } from "../../src/data";
import { DEFAULT_FEATURES, type Features, type FeatureSplit } from "../../src/features";

/** The shape of made-up data. */
export interface Shape {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly columns: number;
  readonly classes: number;
  /** Non-zeros a row. */
  readonly nonZeros: number;
}

/**
 * Seeded rows of distinct columns drawn uniformly, scaled to length 1. Each class weighs some columns more, so that
 * there is something to learn.
 */
export function syntheticFeatures(shape: Shape, seed: number): Features {
  const random = createRandom(seed);
  const split = (rows: number): FeatureSplit => {
    const indptr = Int32Array.from({ length: rows + 1 }, (_, row) => row * shape.nonZeros);
    const indices = new Int32Array(rows * shape.nonZeros);
    const values = new Float32Array(rows * shape.nonZeros);
    const y = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const drawn = new Set<number>();
      while (drawn.size < shape.nonZeros) drawn.add(random.int(shape.columns));
      const columns = [...drawn].sort((a, b) => a - b);
      y[row] = random.int(shape.classes);
      const cells = columns.map((column) => (column % shape.classes === y[row] ? 4 : 0.5 + random.next()));
      const length = Math.sqrt(cells.reduce((sum, value) => sum + value * value, 0));
      indices.set(columns, indptr[row]);
      values.set(
        cells.map((value) => value / length),
        indptr[row],
      );
    }
    const x = { rows, columns: shape.columns, indptr, indices, values };
    return { x, y, ids: Array.from({ length: rows }, (_, row) => String(row)) };
  };
  return madeUpFeatures({ synthetic: shape, seed }, shape, split);
}

/**
 * Rows that were made and not read, as features.
 *
 * @param origin all that determines them: what they are hashed by
 */
export function madeUpFeatures(
  origin: object,
  { train, validation, test, classes }: Pick<Shape, "train" | "validation" | "test" | "classes">,
  split: (rows: number) => FeatureSplit,
): Features {
  return {
    kind: "features",
    hash: contentHash({ ...origin, for: "features" }),
    data: contentHash({ ...origin, for: "data" }),
    spec: DEFAULT_FEATURES,
    labels: Array.from({ length: classes }, (_, i) => `class ${i}`),
    vocabulary: null,
    idf: null,
    splits: { train: split(train), validation: split(validation), test: split(test) },
  };
}

/** The shape of BANKING77 under the default word features, for where no CSV was named. */
export const BANKING_SHAPE: Shape = {
  train: 8505,
  validation: 1498,
  test: 3080,
  columns: 1404,
  classes: 77,
  nonZeros: 11,
};
