import type { Cell } from "./nbformat";

/** Cells as they were before any run: copies without outputs and counts. */
export function unexecuted(cells: readonly Cell[]): Cell[] {
  return cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
}
