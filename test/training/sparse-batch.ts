// A batch that has every case of the sparse bag: an empty row, rows of 1 to 9 entries, a row twice, a column that
// nothing uses.
import type { SparseBatch } from "../../src/training/tfjs/sparse-bag-kernels";
import { takeRows } from "../../src/training/tfjs/sparse-bag";
import { sparse } from "./helpers";

export const COLUMNS = 11;
export const WIDTH = 6;

const rows = [
  [3],
  [],
  [0, 2, 4, 5, 7, 8, 9],
  [1, 9],
  [0, 1, 2, 3, 4, 5, 6, 7, 8],
  [2, 3, 5, 8],
  [0, 4, 6, 8, 9],
];

export function batch(): SparseBatch {
  const indptr = [0];
  for (const row of rows) indptr.push(indptr[indptr.length - 1] + row.length);
  const indices = rows.flat();
  const values = indices.map((column, i) => 0.25 + ((column * 7 + i * 3) % 11) / 8);
  return takeRows(
    sparse(COLUMNS, { indptr, indices, values, y: rows.map(() => 0) }),
    Int32Array.of(4, 0, 1, 2, 5, 2, 6, 3),
  );
}

/** The batch as a dense matrix, and made-up weights and output gradients. */
export const dense = (x: SparseBatch): number[][] =>
  Array.from({ length: x.rows }, (_, row) => {
    const cells = new Array<number>(x.columns).fill(0);
    for (let entry = x.start[row]; entry < x.start[row + 1]; entry++)
      cells[x.indices[entry]] = x.values[entry];
    return cells;
  });
export const wave = (length: number, seed: number): number[] =>
  Array.from({ length }, (_, i) => Math.fround(Math.sin(seed + i * 1.7) * 0.9));
