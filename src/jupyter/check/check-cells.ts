import type { CellCompiler, CellDiagnostic } from "../cells/types";
import { declaredNames } from "../literal-declarations";
import type { Notebook } from "../nbformat";
import { isTagged } from "../tags";

/** One complaint of the type checker about a cell of a notebook. */
export interface NotebookDiagnostic extends CellDiagnostic {
  /** 1-based, among the code cells. */
  cell: number;
  cellId: string;
}

/** TypeScript's codes for a name that it does not know, as a value, a type, a namespace. */
const UNKNOWN_NAME = new Set([2304, 2503, 2552, 2694]);

/**
 * Checks a notebook's code cells in order, each with the names of those before it, and runs none. A cell tagged
 * `skip-execution` is left out; one tagged `raises-exception` may have errors. What a cell with errors declares is
 * unknown to the checker, so that a later cell's complaint about such a name is no error of its own.
 */
export function checkCells(notebook: Notebook, compiler: CellCompiler): NotebookDiagnostic[] {
  const found: NotebookDiagnostic[] = [];
  const lost = new Set<string>();
  const told = new Set<string>();
  /** A file that several cells import is complained about once. */
  const isFirst = ({ file, start, message }: CellDiagnostic): boolean => {
    const key = JSON.stringify([file, start, message]);
    return told.size < told.add(key).size;
  };
  let number = 0;
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    number += 1;
    if (cell.source.trim() === "" || isTagged(cell, "skip-execution")) continue;
    const compiled = compiler.compile(cell.source);
    if (compiled.diagnostics.length === 0) {
      compiler.commit(compiled);
      for (const name of compiled.names) lost.delete(name);
      continue;
    }
    for (const name of declaredNames(cell.source)) lost.add(name);
    if (isTagged(cell, "raises-exception")) continue;
    const own = compiled.diagnostics.filter((diagnostic) => {
      if (diagnostic.file !== undefined) return isFirst(diagnostic);
      return !(UNKNOWN_NAME.has(diagnostic.code) && lost.has(textAt(diagnostic)));
    });
    found.push(...own.map((diagnostic) => ({ ...diagnostic, cell: number, cellId: cell.id })));
  }
  return found;
}

/** The source that a diagnostic is about. */
function textAt({ start, end, text }: CellDiagnostic): string {
  return text.slice(start.column, end.line === start.line ? end.column : undefined);
}
