// The gradient rows of the step before, which a linear model compares its own with; a hidden layer's output weights
// are in the dense block and compared there.
import { Field } from "./fields";
import { address, field } from "./run";
import { axpy, total } from "./vectors";

/** A linear model's gradient x the last one, over the rows that both batches touch; then this one becomes the last. */
export function compareRows(count: i32): f64 {
  const bytes = <usize>field(Field.BagStride);
  const touched = address(Field.Touched);
  const kept = address(Field.RowGradients);
  const lastSlot = address(Field.LastSlot);
  const lastRows = address(Field.LastRows);
  let sum: f64 = 0;
  for (let u = 0; u < count; u++) {
    const column = <usize>load<u32>(touched + (<usize>u << 3));
    const slot = load<i32>(lastSlot + (column << 2));
    if (slot == 0) continue;
    const a = kept + <usize>u * bytes;
    const b = lastRows + <usize>(slot - 1) * bytes;
    let p = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) p = axpy(p, v128.load(a + at), v128.load(b + at));
    sum += total(p);
  }
  memory.fill(lastSlot, 0, <usize>field(Field.Columns) << 2);
  for (let u = 0; u < count; u++) {
    const column = <usize>load<u32>(touched + (<usize>u << 3));
    store<i32>(lastSlot + (column << 2), u + 1);
  }
  memory.copy(lastRows, kept, <usize>count * bytes);
  return sum;
}
