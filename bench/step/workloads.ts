import { join } from "node:path";
import { loadDataset } from "../../src/data";
import { buildFeatures, type Features } from "../../src/features";
import type { Context } from "../lib/context";
import { writeProblem, type Problem } from "../lib/problem";
import { BANKING_SHAPE, syntheticFeatures } from "../lib/synthetic";

/** A workload of the issue, as data in a folder. */
export interface Workload extends Problem {
  readonly name: "A" | "B";
  /** Non-zeros a step, on average. */
  readonly nonZeros: number;
  readonly says: string;
}

/** The features that workload B and the sweep train on. */
export async function bankingFeatures({ banking }: Pick<Context, "banking">): Promise<Features> {
  return banking === null ? syntheticFeatures(BANKING_SHAPE, 2) : buildFeatures(await loadDataset(banking));
}

/** A: a synthetic bag as wide as hashed text. B: BANKING77 as it is. */
export async function workloads(context: Context): Promise<Workload[]> {
  const a = syntheticFeatures(
    { train: 4096, validation: 128, test: 128, columns: 8192, classes: 27, nonZeros: 40 },
    1,
  );
  const b = await bankingFeatures(context);
  const made = [
    workload("A", { features: a, hidden: 64, batch: 64, folder: join(context.folder, "A") }, "synthetic"),
    workload(
      "B",
      { features: b, hidden: 128, batch: 32, folder: join(context.folder, "B") },
      context.banking === null
        ? "a synthetic stand-in of BANKING77's shape (no --banking)"
        : "BANKING77, word features",
    ),
  ];
  for (const one of made) writeProblem(one, { seeds: [1], epochs: 4 });
  return made;
}

function workload(name: "A" | "B", problem: Problem, source: string): Workload {
  const { x } = problem.features.splits.train;
  const each = x.indices.length / x.rows;
  const says =
    `${name}: ${source}; batch ${problem.batch}, ${each.toFixed(1)} non-zeros a row, ${x.columns} columns, ` +
    `${problem.hidden} hidden units, ${problem.features.labels.length} classes, ${x.rows} messages`;
  return { ...problem, name, nonZeros: each * problem.batch, says };
}

/** Columns that a batch touches, on average over the first epoch's length of batches in the data's order. */
export function columnsTouched({ batch, features }: Problem): number {
  const { x } = features.splits.train;
  const batches = Math.floor(x.rows / batch);
  let touched = 0;
  for (let b = 0; b < batches; b++) {
    touched += new Set(x.indices.subarray(x.indptr[b * batch], x.indptr[(b + 1) * batch])).size;
  }
  return touched / batches;
}

/**
 * Bytes of weight rows that an SGD step has to read: one row a non-zero forward, one a touched column backward. Those
 * that it writes come on top.
 */
export function rowBytesRead(workload: Workload): number {
  return 4 * workload.hidden * (workload.nonZeros + columnsTouched(workload));
}

/** Multiplies and adds of one SGD step by the book: bag forward and backward, and three products of the head. */
export function nominalFlops({ nonZeros, hidden, batch, features }: Workload): number {
  return 2 * nonZeros * hidden * 2 + 6 * batch * hidden * features.labels.length;
}
