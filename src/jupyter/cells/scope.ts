import type * as ts from "typescript";
import type { BoundFile, TypeScript } from "./typescript";

/**
 * The names of earlier cells, as the checker looks them up: files without text whose tables of names hold the symbols
 * of the cells themselves. A cell's file has the newest of them as its parent, and each its predecessor, so that a
 * name that a cell lacks falls through to whoever declared it last. Nothing is copied: types stay what they were, also
 * where a type that they mention is declared anew.
 */
export interface Scope {
  /** What a cell's file gets as its parent. */
  top(): ts.SourceFile;
  /** A parent for what sees no cell. */
  none(): ts.SourceFile;
  /** Makes a symbol known; what it means hides the same meaning of older ones only. */
  add(name: string, symbol: ts.Symbol): void;
  /** Makes only the type of a symbol known. */
  addType(name: string, symbol: ts.Symbol): void;
  has(name: string): boolean;
}

/** A scope without names. */
export function createScope(
  t: TypeScript,
  options: ts.CompilerOptions,
  checker: () => ts.TypeChecker,
): Scope {
  let layers = 0;
  const bottom = layer(undefined);
  let top = layer(bottom);
  const everything = t.SymbolFlags.Value | t.SymbolFlags.Type | t.SymbolFlags.Namespace;

  function layer(below: BoundFile | undefined, text = ""): BoundFile {
    const file = t.createSourceFile(`__scope_${++layers}__.ts`, text, {
      languageVersion: t.ScriptTarget.ES2022,
      setExternalModuleIndicator: (parsed) => ((parsed as BoundFile).externalModuleIndicator = true),
    }) as BoundFile;
    t.bindSourceFile(file, options);
    file.locals ??= new Map();
    (file as { parent?: ts.Node }).parent = below;
    return file;
  }

  function meanings(symbol: ts.Symbol): ts.SymbolFlags {
    if (!(symbol.flags & t.SymbolFlags.Alias)) return symbol.flags & everything;
    // What cannot be found could be anything.
    return checker().getAliasedSymbol(symbol).flags & everything || everything;
  }

  function add(name: string, symbol: ts.Symbol): void {
    const older = find(name);
    if (older && meanings(older) & ~meanings(symbol)) top = layer(top);
    top.locals?.set(name, symbol);
  }

  function find(name: string): ts.Symbol | undefined {
    for (let at: BoundFile | undefined = top; at; at = at.parent as BoundFile | undefined) {
      const symbol = at.locals?.get(name);
      if (symbol) return symbol;
    }
    return undefined;
  }

  return {
    top: () => top,
    none: () => bottom,
    add,
    addType(name, symbol) {
      if (!(symbol.flags & t.SymbolFlags.Value)) return add(name, symbol);
      const [declaration] = symbol.declarations ?? [];
      const parameters = declaration && t.isClassLike(declaration) ? (declaration.typeParameters ?? []) : [];
      const list = (parts: string[]): string => (parts.length > 0 ? `<${parts.join(", ")}>` : "");
      const declared = list(parameters.map((parameter) => parameter.getText()));
      const passed = list(parameters.map((parameter) => parameter.name.text));
      const hidden = layer(top);
      hidden.locals?.set("__initial", symbol);
      const alias = layer(hidden, `type ${name}${declared} = __initial${passed};`).locals?.get(name);
      if (alias) add(name, alias);
    },
    has: (name) => find(name) !== undefined,
  };
}
