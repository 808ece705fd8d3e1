// A batch, listed message by message: the terms of its sums, and for each column that it touches the chain of the
// messages that hold it.
import { Field } from "./fields";
import { TERM } from "./rows";
import { address, field } from "./run";
import { age, catchUpRow, sinceTouched } from "./window";

/** The split that batches are taken from: sparse rows and labels. */
let indptr: usize = 0;
let indices: usize = 0;
let values: usize = 0;
let labels: usize = 0;

/**
 * A message's use of a column, counted from 1: the offset of the message's row of D, the value, the column's next cell
 * or 0, the message.
 */
export const CELL: usize = 16;

/** Cells counted since `Head` was last cleared: a link above `base` belongs to this batch. */
let counted: i32 = 0;
let base: i32 = 0;
/** Cells, terms and touched columns of this batch so far. */
let cells: i32 = 0;
let terms: usize = 0;
export let touchedColumns: i32 = 0;

/** Forgets all links; called when the module is pointed at a run. */
export function clearLinks(): void {
  memory.fill(address(Field.Head), 0, <usize>field(Field.Columns) << 2);
  counted = 0;
}

/** Begins a batch of the split whose sparse rows and labels are given. */
export function beginBatch(starts: usize, columns: usize, weights: usize, truth: usize): void {
  if (counted > 0x3fffffff) clearLinks();
  indptr = starts;
  indices = columns;
  values = weights;
  labels = truth;
  base = counted;
  cells = 0;
  terms = address(Field.Terms);
  touchedColumns = 0;
}

/** Two 32-bit words as one store. */
// @ts-ignore: decorator
@inline
function pair(at: usize, low: u32, high: u32): void {
  store<u64>(at, (<u64>high << 32) | <u64>low);
}

/** How rows that earlier steps left behind are dealt with; a type's size stands for the way. */
type Never = i8;
type AtOnce = i16;
type InTheSum = i32;

// Whether a column was met before in this batch is as good as random, and a branch that the processor guesses wrong
// costs more than the work: so everything is written in either case, and counted where it holds.
// @ts-ignore: decorator
@inline
function list<Late>(r: i32, row: i32): void {
  const stride = <usize>field(Field.BagStride);
  const pitch = <usize>field(Field.RowBytes);
  const momentum = address(Field.BagMomentum) - address(Field.Bag);
  const head = address(Field.Head);
  const all = address(Field.Cells);
  const steps = address(Field.RowStep);
  const now = age();
  const message = r * <i32>stride;
  const first = base;
  const met = address(Field.Touched);
  let touched = met + (<usize>touchedColumns << 3);
  let k = cells;
  let cell = all + <usize>k * CELL;
  let term = terms;
  const range = indptr + (<usize>row << 2);
  let e = indices + (<usize>load<i32>(range) << 2);
  const end = indices + (<usize>load<i32>(range, 4) << 2);
  const toValue = values - indices;
  for (; e < end; e += 4) {
    const column = <usize>load<u32>(e);
    const value = load<u32>(e + toValue);
    const offset = column * pitch;
    const link = head + (column << 2);
    k++;
    cell += CELL;
    const last = max(load<i32>(link) - first, 0);
    store<i32>(link, first + k);
    pair(cell, message, value);
    pair(cell + 8, 0, r);
    // Chained behind the column's last cell: sums go in the order of the messages. Cell 0 is nobody's.
    store<i32>(all + <usize>last * CELL, k, 8);
    pair(touched, <u32>column, k);
    touched += <usize>(last == 0) << 3;
    if (sizeof<Late>() == 2) {
      if (last == 0) catchUpRow(<i32>column);
    }
    pair(term, <u32>offset, value);
    term += TERM;
    if (sizeof<Late>() == 4) {
      // w is now w + c m for the row as it lies: one more term, and no write.
      const since = load<i32>(steps + (column << 2));
      const c = reinterpret<f32>(value) * <f32>load<f64>(sinceTouched(since), 8);
      pair(term, <u32>(offset + momentum), reinterpret<u32>(c));
      term += <usize>(since != now) * TERM;
    }
  }
  const ends = address(Field.TermEnds) + (<usize>r << 2);
  store<usize>(ends, terms);
  store<usize>(ends, term, 4);
  store<i32>(address(Field.Targets) + (<usize>r << 2), load<i32>(labels + (<usize>row << 2)));
  counted += k - cells;
  cells = k;
  terms = term;
  touchedColumns = <i32>((touched - met) >> 3);
}

function listNever(r: i32, row: i32): void {
  list<Never>(r, row);
}
function listAtOnce(r: i32, row: i32): void {
  list<AtOnce>(r, row);
}
function listInTheSum(r: i32, row: i32): void {
  list<InTheSum>(r, row);
}

/**
 * Lists the batch's next message, row `row` of the split, as its `r`th. Rows that earlier steps left behind are
 * brought up to date, or where `direct` only summed as if they were.
 */
export function listMessage(r: i32, row: i32, direct: bool): void {
  if (field(Field.Optimizer) != 1) listNever(r, row);
  else if (direct) listInTheSum(r, row);
  else listAtOnce(r, row);
}
