import type { CellCompiler, CellDiagnostic } from "../cells/types";
import { declaredNames } from "../declared-names";
import type { Notebook } from "../nbformat";
import { isTagged } from "../tags";

/** One complaint of the type checker about a cell of a notebook. */
export interface NotebookDiagnostic extends CellDiagnostic {
  /** 1-based, among the code cells. */
  cell: number;
  cellId: string;
}

/**
 * Checks a notebook's code cells in order, each with the names of those before it, and runs none. A cell tagged
 * `skip-execution` is left out; one tagged `raises-exception` may have errors. What a cell with errors declares is
 * taken as `any` after it, so that one error is told once.
 */
export function checkCells(notebook: Notebook, compiler: CellCompiler): NotebookDiagnostic[] {
  const found: NotebookDiagnostic[] = [];
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
    if (compiled.diagnostics.length === 0) compiler.commit(compiled);
    else if (!isTagged(cell, "raises-exception")) {
      const own = compiled.diagnostics.filter((one) => one.file === undefined || isFirst(one));
      found.push(...own.map((diagnostic) => ({ ...diagnostic, cell: number, cellId: cell.id })));
      commitAsAny(compiler, declaredNames(cell.source));
    }
  }
  return found;
}

/** Makes names known of which nothing is known: as values and as types. */
function commitAsAny(compiler: CellCompiler, names: readonly string[]): void {
  for (const name of names) {
    const stub = compiler.compile(`let ${name}: any; type ${name} = any;`);
    if (stub.diagnostics.length === 0) compiler.commit(stub);
  }
}
