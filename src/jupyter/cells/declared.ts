import type * as ts from "typescript";
import type { BoundFile, TypeScript } from "./typescript";

/** What a cell declares at its top level. */
export interface Declared {
  /** Names that hold values at run time, in the order of the source; `constant` ones cannot be assigned to. */
  values: readonly { name: string; symbol: ts.Symbol; constant: boolean }[];
  /** Everything else: types, and what is only declared to exist elsewhere. */
  others: readonly { name: string; symbol: ts.Symbol }[];
}

/** Reads a checked cell's names. */
export function declaredIn(t: TypeScript, file: BoundFile, checker: ts.TypeChecker): Declared {
  const values: { name: string; symbol: ts.Symbol; constant: boolean }[] = [];
  const others: { name: string; symbol: ts.Symbol }[] = [];
  for (const [name, local] of file.locals ?? []) {
    const symbol = checker.getExportSymbolOfSymbol(local);
    if (holdsValue(t, symbol, checker)) values.push({ name, symbol, constant: isConstant(t, symbol) });
    else others.push({ name, symbol });
  }
  return { values, others };
}

/** Whether there is something at run time: no type, no `declare`. */
export function holdsValue(t: TypeScript, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const { SymbolFlags } = t;
  if (symbol.flags & SymbolFlags.Alias) return aliasHoldsValue(t, symbol, checker);
  if (!(symbol.flags & SymbolFlags.Value)) return false;
  const declarations = symbol.declarations ?? [];
  return declarations.some((one) => {
    if (t.isInterfaceDeclaration(one) || t.isTypeAliasDeclaration(one)) return false;
    if (t.isFunctionDeclaration(one) && !one.body) return false;
    return !isAmbient(t, one);
  });
}

/** Whether an import, or `import x = N.y`, stands for a value. */
export function aliasHoldsValue(t: TypeScript, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  for (const one of symbol.declarations ?? []) {
    if (t.isTypeOnlyImportOrExportDeclaration(one)) return false;
  }
  const target = checker.getAliasedSymbol(symbol);
  if (!(target.flags & t.SymbolFlags.Value)) return false;
  const { getTypeOnlyAliasDeclaration } = checker as ts.TypeChecker & {
    getTypeOnlyAliasDeclaration(symbol: ts.Symbol): ts.Node | undefined;
  };
  return getTypeOnlyAliasDeclaration(symbol) === undefined;
}

function isAmbient(t: TypeScript, declaration: ts.Declaration): boolean {
  return (t.getCombinedModifierFlags(declaration) & t.ModifierFlags.Ambient) !== 0;
}

function isConstant(t: TypeScript, symbol: ts.Symbol): boolean {
  if (symbol.flags & t.SymbolFlags.Alias) return true;
  if (!(symbol.flags & t.SymbolFlags.BlockScopedVariable) || !symbol.valueDeclaration) return false;
  return (t.getCombinedNodeFlags(symbol.valueDeclaration) & t.NodeFlags.Const) !== 0;
}
