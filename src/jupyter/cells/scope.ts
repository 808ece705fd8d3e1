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
  /**
   * Gives a cell that was committed a scope of its own, with what its names mean now: it means the same for ever,
   * whatever is declared later, and keeps nothing else alive.
   */
  detach(file: BoundFile): void;
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

  function meaningsOf(symbol: ts.Symbol | undefined): ts.SymbolFlags {
    return symbol ? meanings(symbol) : 0;
  }

  function add(name: string, symbol: ts.Symbol): void {
    const older = find(name);
    if (older && meanings(older) & ~meanings(symbol)) top = layer(top);
    top.locals?.set(name, symbol);
  }

  /** What a name means, newest first: more than one symbol where a newer one is only a type, or only a value. */
  function all(name: string): ts.Symbol[] {
    const found: ts.Symbol[] = [];
    for (let at: BoundFile | undefined = top; at; at = at.parent as BoundFile | undefined) {
      const symbol = at.locals?.get(name);
      if (symbol) found.push(symbol);
    }
    return found;
  }

  function find(name: string): ts.Symbol | undefined {
    for (let at: BoundFile | undefined = top; at; at = at.parent as BoundFile | undefined) {
      const symbol = at.locals?.get(name);
      if (symbol) return symbol;
    }
    return undefined;
  }

  /** A type without its value: an alias that nothing else sees. */
  function typeOf(name: string, symbol: ts.Symbol): ts.Symbol {
    const [declaration] = symbol.declarations ?? [];
    const parameters = declaration && t.isClassLike(declaration) ? (declaration.typeParameters ?? []) : [];
    const list = (parts: string[]): string => (parts.length > 0 ? `<${parts.join(", ")}>` : "");
    const declared = list(parameters.map((parameter) => parameter.getText()));
    const passed = list(parameters.map((parameter) => parameter.name.text));
    const hidden = layer(declaration?.getSourceFile() as BoundFile | undefined);
    hidden.locals?.set("__initial", symbol);
    return layer(hidden, `type ${name}${declared} = __initial${passed};`).locals?.get(name) ?? symbol;
  }

  return {
    top: () => top,
    none: () => bottom,
    add,
    addType(name, symbol) {
      add(name, symbol.flags & t.SymbolFlags.Value ? typeOf(name, symbol) : symbol);
    },
    has: (name) => find(name) !== undefined,
    detach(file) {
      const own: BoundFile[] = [];
      for (const name of file.identifiers.keys()) {
        let known = meaningsOf(file.locals?.get(name));
        let depth = 0;
        for (const symbol of all(name)) {
          if (!(meanings(symbol) & ~known)) continue;
          known |= meanings(symbol);
          (own[depth++] ??= layer(undefined)).locals?.set(name, symbol);
        }
      }
      own.reduceRight((below, at) => Object.assign(at, { parent: below }), bottom);
      (file as { parent?: ts.Node }).parent = own[0] ?? bottom;
    },
  };
}
