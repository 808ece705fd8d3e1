import { InputError } from "../../errors";
import type { FeatureSplit } from "../../features";

/**
 * Checks that a split's rows name only columns and labels that exist, each column once a row: the compiled step
 * trusts them as addresses, in memory that threads share.
 *
 * @throws InputError that names the split, the row and what was found
 */
export function checkRows(name: string, { x, y }: FeatureSplit, columns: number, classes: number): void {
  const refuse = (row: number, what: string): never => {
    throw new InputError(`features: ${name} row ${row} ${what}; make features with buildFeatures`);
  };
  const { rows, indptr, indices, values } = x;
  if (x.columns !== columns)
    throw new InputError(`features: ${name} has ${x.columns} columns, not ${columns}`);
  if (indptr.length !== rows + 1 || y.length !== rows || values.length !== indices.length) {
    throw new InputError(`features: ${name} has arrays of lengths that do not belong together`);
  }
  if (indptr[0] < 0 || indptr[rows] > indices.length) {
    throw new InputError(`features: ${name} has rows that reach past its ${indices.length} entries`);
  }
  const lastRow = new Int32Array(columns).fill(-1);
  for (let row = 0; row < rows; row++) {
    if (indptr[row + 1] < indptr[row]) refuse(row, "ends before it begins");
    if (!(y[row] >= 0 && y[row] < classes)) refuse(row, `has label ${y[row]}, of ${classes}`);
    for (let entry = indptr[row]; entry < indptr[row + 1]; entry++) {
      const column = indices[entry];
      if (!(column >= 0 && column < columns)) refuse(row, `has column ${column}, of ${columns}`);
      if (lastRow[column] === row) refuse(row, `has column ${column} twice`);
      lastRow[column] = row;
    }
  }
}
