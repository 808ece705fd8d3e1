import { coupledDecay } from "../idle-decay";
import type { RunSpec } from "../run-spec";
import { Field, Num } from "./assembly/fields";
import type { SharedFeatures } from "./shared-features";

/** Steps after which every row is brought up to date, so that what they missed stays small to keep. */
export const WINDOW = 256;

/** A run's memory: the table that the module reads, and the stretch that a checkpoint copies. */
export interface Layout {
  /** Values of the module's `Field`s; addresses count from the arena's start. */
  readonly table: Uint32Array;
  readonly bytes: number;
  readonly state: { readonly from: number; readonly bytes: number };
  /** Room for the order of one epoch, and for the labels predicted for one split. */
  readonly rows: number;
  readonly predicted: number;
}

/** Where everything of a run lies in an arena. */
export function layoutOf(spec: RunSpec, features: SharedFeatures): Layout {
  const hidden = spec.model.kind === "mlp" ? spec.model.hidden : 0;
  const classStride = stride(features.classes);
  const bagStride = hidden > 0 ? stride(hidden) : classStride;
  const batch = Math.min(spec.batchSize, features.splits.train.rows);
  const bag = features.columns * bagStride;
  const dense = hidden > 0 ? bagStride + hidden * classStride + classStride : bagStride;
  const widest = Math.max(...Object.values(features.splits).map((split) => split.widest));
  const entries = batch * features.splits.train.widest;
  const touched = Math.min(entries, features.columns);
  const optimizer = optimizerCode(spec);
  const prodigy = optimizer === 3;
  const moments = optimizer === 2 || prodigy;
  const linear = hidden === 0;

  const table = new Uint32Array(Field.Count);
  let free = 64 * Math.ceil((4 * Field.Count) / 64);
  const room = (bytes: number): number => {
    const at = free;
    free += 64 * Math.ceil(bytes / 64);
    return at;
  };
  const place = (field: Field, bytes: number): void => void (table[field] = room(bytes));
  table[Field.Columns] = features.columns;
  table[Field.BagStride] = bagStride;
  // Momentum is read and written with its row: they lie side by side.
  table[Field.RowBytes] = optimizer === 1 ? 2 * bagStride : bagStride;
  table[Field.Hidden] = hidden;
  table[Field.Classes] = features.classes;
  table[Field.ClassStride] = classStride;
  table[Field.Optimizer] = optimizer;
  table[Field.Nesterov] = spec.optimizer.kind === "momentum" && spec.optimizer.nesterov ? 1 : 0;
  const direct = !linear && !moments && spec.clipNorm === null && coupledDecay(spec.optimizer) === 0;
  table[Field.Direct] = direct ? 1 : 0;
  table[Field.DenseBytes] = dense;
  table[Field.Batch] = batch;

  const from = free;
  place(Field.Numbers, 8 * Num.Count);
  place(Field.Window, 32 * (WINDOW + 2));
  place(Field.Bag, features.columns * table[Field.RowBytes]);
  if (optimizer === 1) table[Field.BagMomentum] = table[Field.Bag] + bagStride;
  else place(Field.BagMomentum, moments ? bag : 0);
  place(Field.BagSecond, moments ? bag : 0);
  place(Field.BagSums, prodigy ? bag : 0);
  place(Field.BagBack, prodigy ? bag : 0);
  place(Field.Dense, dense);
  place(Field.DenseMomentum, optimizer > 0 ? dense : 0);
  place(Field.DenseSecond, moments ? dense : 0);
  place(Field.DenseSums, prodigy ? dense : 0);
  place(Field.DenseBack, prodigy ? dense : 0);
  place(Field.LastGradient, dense);
  place(Field.RowStep, optimizer === 1 ? 4 * features.columns : 0);
  place(Field.LastSlot, linear ? 4 * features.columns : 0);
  place(Field.LastRows, linear ? touched * bagStride : 0);
  const state = { from, bytes: free - from };

  place(Field.Gradient, dense);
  place(Field.Head, 4 * features.columns);
  place(Field.Slot, 4 * features.columns);
  // One more than there are: a step writes it before it knows.
  place(Field.Touched, 8 * (touched + 1));
  // A cell is one term, and one more where its row has missed steps.
  place(Field.Terms, 16 * (entries + widest + 1));
  place(Field.TermEnds, 4 * (batch + 1));
  place(Field.Cells, 16 * (entries + 1));
  place(Field.ColumnTerms, 8 * batch);
  place(Field.Targets, 4 * batch);
  place(Field.Bagged, linear ? 0 : batch * bagStride);
  place(Field.Scores, batch * classStride);
  if (linear) table[Field.BagGradient] = table[Field.Scores];
  else place(Field.BagGradient, batch * bagStride);
  // Lists are made four units at a time; those past the last unit are never read.
  const fours = 4 * Math.ceil(hidden / 4);
  place(Field.ActiveTerms, linear ? 0 : 2 * batch * (bagStride + 16));
  place(Field.ActiveEnds, linear ? 0 : 4 * batch);
  place(Field.UnitTerms, 8 * (batch + 1) * fours);
  place(Field.UnitEnds, 4 * fours);
  place(Field.Partials, linear ? 0 : 16 * batch);
  place(Field.Zeros, Math.max(bagStride, classStride));
  place(Field.RowSquares, 8 * batch);
  place(Field.RowGradients, direct ? 0 : touched * bagStride);
  place(Field.Shuffles, 256);
  const rows = room(4 * features.splits.train.rows);
  const predicted = room(4 * Math.max(...Object.values(features.splits).map((split) => split.rows)));
  return { table, bytes: free, state, rows, predicted };
}

/** 0: rows that a batch does not touch stay; 1: they move in a way that can be caught up with; 2: Adam; 3: Prodigy. */
function optimizerCode({ optimizer }: RunSpec): number {
  switch (optimizer.kind) {
    case "sgd":
      return coupledDecay(optimizer) > 0 ? 1 : 0;
    case "momentum":
      return 1;
    case "prodigy":
      return 3;
    default:
      return 2;
  }
}

/** Bytes of a row of `floats`, padded so that it falls into chunks of four vectors and one of two or of one. */
function stride(floats: number): number {
  const vectors = Math.ceil(floats / 4);
  return 16 * (vectors % 4 === 3 ? vectors + 1 : vectors);
}
