import type * as ts from "typescript";
import type { Declared } from "./declared";
import type { Scope } from "./scope";
import type { Workspace } from "./workspace";

/** The committed cells in their order. */
export interface History {
  add(file: ts.SourceFile, declared: Declared): void;
}

/**
 * Has every new checker learn the types of earlier cells' values in the order in which they were made. Asked for the
 * last one first, it would go back through all of them at once: a thousand cells are deeper than the stack.
 */
export function createHistory({ checker, onNewChecker }: Workspace, scope: Scope): History {
  const cells = new WeakMap<ts.SourceFile, { order: number; declared: Declared }>();
  let order = 0;

  onNewChecker(() => {
    const alive = [...scope.files()].flatMap((file) => cells.get(file) ?? []);
    alive.sort((a, b) => a.order - b.order);
    for (const { declared } of alive) for (const { symbol } of declared.values) learn(checker(), symbol);
  });

  return {
    add(file, declared) {
      cells.set(file, { order: ++order, declared });
    },
  };
}

function learn(checker: ts.TypeChecker, symbol: ts.Symbol): void {
  for (const signature of checker.getTypeOfSymbol(symbol).getCallSignatures()) signature.getReturnType();
}
