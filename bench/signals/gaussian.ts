import { createRandom, type Random } from "../../src/data";
import type { Features, FeatureSplit } from "../../src/features";
import { madeUpFeatures } from "../lib/synthetic";

/** A problem with a linear truth and wrong labels. */
export interface GaussianShape {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly columns: number;
  readonly classes: number;
  /** Share of labels that are drawn anew, uniformly. */
  readonly wrong: number;
  /** Column j is scaled by (j + 1)^-decay: 0 for equal columns. */
  readonly decay: number;
}

/**
 * Rows of normal columns, scaled to length 1, labelled by the largest of `classes` random linear scores; then a share
 * of the labels is drawn anew.
 */
export function gaussianFeatures(shape: GaussianShape, seed: number): Features {
  const { columns, classes } = shape;
  const random = createRandom(seed);
  const truth = Array.from({ length: classes }, () => normals(random, columns));
  const split = (rows: number): FeatureSplit => {
    const values = new Float32Array(rows * columns);
    const y = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const x = normals(random, columns).map((value, j) => value * (j + 1) ** -shape.decay);
      const length = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
      values.set(
        x.map((value) => value / length),
        row * columns,
      );
      const scores = truth.map((weights) => weights.reduce((sum, weight, j) => sum + weight * x[j], 0));
      y[row] = random.next() < shape.wrong ? random.int(classes) : scores.indexOf(Math.max(...scores));
    }
    const indptr = Int32Array.from({ length: rows + 1 }, (_, row) => row * columns);
    const indices = Int32Array.from(values, (_, i) => i % columns);
    const ids = Array.from({ length: rows }, (_, row) => String(row));
    return { x: { rows, columns, indptr, indices, values }, y, ids };
  };
  return madeUpFeatures({ gaussian: shape, seed }, shape, split);
}

/** Sums of twelve uniform numbers less 6: near enough to normal, and the same on every machine. */
function normals(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += random.next();
    return sum;
  });
}
