import type * as ts from "typescript";
import type { Declared } from "./declared";
import type { Workspace } from "./workspace";

/** The committed cells that something still refers to, oldest first. */
export interface History {
  add(file: ts.SourceFile, declared: Declared): void;
}

/**
 * Has every new checker learn the types of earlier cells' values in the order in which they were made. Asked for the
 * last one first, it would go back through all of them at once: a thousand cells are deeper than the stack.
 */
export function createHistory({ checker, onNewChecker }: Workspace): History {
  let cells: WeakRef<ts.SourceFile>[] = [];
  const declaredBy = new WeakMap<ts.SourceFile, Declared>();

  onNewChecker(() => {
    cells = cells.filter((cell) => cell.deref());
    for (const cell of cells) {
      const file = cell.deref();
      for (const { symbol } of (file && declaredBy.get(file)?.values) ?? []) learn(checker(), symbol);
    }
  });

  return {
    add(file, declared) {
      cells.push(new WeakRef(file));
      declaredBy.set(file, declared);
    },
  };
}

function learn(checker: ts.TypeChecker, symbol: ts.Symbol): void {
  for (const signature of checker.getTypeOfSymbol(symbol).getCallSignatures()) signature.getReturnType();
}
