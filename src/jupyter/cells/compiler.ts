import { posix, resolve } from "node:path";
import type * as ts from "typescript";
import { cellTags } from "./cell-tags";
import { completeness } from "./completeness";
import { completionsAt } from "./completion";
import { declaredIn, holdsValue, type Declared } from "./declared";
import { described, diagnosticsOf } from "./diagnostics";
import { createDocumentation } from "./documentation";
import { emitCell } from "./emit";
import { createHistory } from "./history";
import { inspectionAt } from "./inspection";
import { createOwnModules } from "./modules";
import { slashed } from "./options";
import { createPackageKinds } from "./package-kind";
import { createScope } from "./scope";
import { keepCompiled, type BoundFile } from "./typescript";
import type { CellCompiler, CellDiagnostic, CompiledCell } from "./types";
import { createWorkspace } from "./workspace";

/** Where a notebook's cells are compiled. */
export interface CellCompilerOptions {
  /** The folder that relative imports start from, and whose packages are seen: the notebook's. */
  folder: string;
  /**
   * The folder of the kernel's own package: an import of it, or of its dependencies, that the notebook's folder does
   * not have is found there.
   */
  fallbackPackage?: string;
}

/** What a cell that compiled needs to be committed. */
interface Pending {
  file: BoundFile;
  declared: Declared;
  module?: { path: string; text: string };
}

/** After so many cells the checker is made anew, since it remembers every cell that it has seen. */
const CELLS_A_CHECKER = 400;

/** Has a bit of everything, so that the first real cell finds the checker and the translation ready. */
const WARM_UP = `import * as path from "node:path";
interface Named { name: string; rate?: number }
class Thing<T> implements Named { name = "thing"; constructor(readonly value: T) {} }
const things = [1, 2, 3].map((value) => new Thing(value)).filter(({ value }) => value > 1);
function total(of: Thing<number>[]): number { let sum = 0; for (const { value } of of) sum += value; return sum; }
console.log(path.join("a", \`\${total(things)}\`), await Promise.all(things.map(async (one) => ({ ...one }))));
total(things)`;

/** How many compiled cells may wait for their commit. */
const PENDING = 16;

/** A compiler for one notebook session. It is ready for the first cell when this returns. */
export function createCellCompiler(options: CellCompilerOptions): CellCompiler {
  const folder = slashed(resolve(options.folder));
  const workspace = createWorkspace(folder, options.fallbackPackage);
  const { t } = workspace;
  const scope = createScope(t, workspace.options, workspace.checker);
  const document = createDocumentation(t);
  const modules = createOwnModules(workspace);
  const history = createHistory(workspace);
  const isEsm = createPackageKinds([
    folder,
    ...(options.fallbackPackage === undefined ? [] : [options.fallbackPackage]),
  ]);
  const pending = new Map<string, Pending>();
  const cells = new WeakSet<ts.SourceFile>();
  let compiled = 0;
  let sinceForgotten = 0;

  function keep(entry: Pending): string {
    const key = `cell ${++compiled}`;
    pending.set(key, entry);
    for (const old of pending.keys()) {
      if (pending.size <= PENDING) break;
      pending.delete(old);
    }
    return key;
  }

  function failed(diagnostics: readonly CellDiagnostic[]): CompiledCell {
    return {
      diagnostics,
      javascript: "",
      sourceMap: "",
      isAsync: false,
      names: [],
      modules: [],
      declarations: "",
    };
  }

  function isEarlier(file: BoundFile, symbol: ts.Symbol): boolean {
    const source = symbol.declarations?.[0]?.getSourceFile();
    return (
      source !== undefined &&
      source !== file &&
      cells.has(source) &&
      holdsValue(t, symbol, workspace.checker())
    );
  }

  function compile(source: string): CompiledCell {
    const tags = cellTags(t, source);
    if (tags.browser) return failed([notHere(source)]);
    if (tags.module !== undefined) return compileModule(source, tags.module, tags.jsx);
    sinceForgotten++;
    const file = workspace.cellFile(source, scope.top(), tags.jsx);
    const program = workspace.program();
    const diagnostics = diagnosticsOf(t, program, file);
    const own = modules.reachable(file);
    for (const module of own) diagnostics.push(...diagnosticsOf(t, program, module, folder));
    if (diagnostics.length > 0) return failed(diagnostics);
    const checker = workspace.checker();
    const declared = declaredIn(t, file, checker);
    cells.add(file);
    const refersOutside =
      /\bimport\b/.test(source) || [...file.identifiers.keys()].some((name) => scope.has(name));
    const emitted = emitCell(
      program,
      { t, checker, file, refersOutside, isEsm, isEarlier: (symbol) => isEarlier(file, symbol) },
      declared,
      { isEarlierName: (name) => scope.has(name) },
    );
    return {
      ...emitted,
      diagnostics,
      names: declared.values.map(({ name }) => name),
      modules: modules.translate(own),
      declarations: keep({ file, declared }),
    };
  }

  /** A `@module` cell runs nothing: it is a file for the cells after it. */
  function compileModule(source: string, name: string, jsx: boolean): CompiledCell {
    const path = posix.join(folder, `${name}.${jsx ? "tsx" : "ts"}`);
    const file = workspace.cellFile(source, scope.none(), jsx);
    const diagnostics = diagnosticsOf(t, workspace.program(), file);
    if (diagnostics.length > 0) return failed(diagnostics);
    const declarations = keep({ file, declared: { values: [], others: [] }, module: { path, text: source } });
    return { ...failed([]), javascript: "() => {}", declarations };
  }

  compile(WARM_UP);
  keepCompiled();
  return {
    compile,
    commit(cell, names) {
      const found = pending.get(cell.declarations);
      if (!found) return;
      pending.delete(cell.declarations);
      // Before its own names are added: they are not what it saw.
      scope.detach(found.file);
      if (found.module) workspace.files.overlay(found.module.path, found.module.text);
      for (const { name, symbol } of found.declared.others) scope.add(name, symbol);
      for (const { name, symbol } of found.declared.values) {
        if (!names || names.has(name)) scope.add(name, symbol);
        else if (symbol.flags & t.SymbolFlags.Type) scope.addType(name, symbol);
      }
      history.add(found.file, found.declared);
      if (sinceForgotten >= CELLS_A_CHECKER) {
        sinceForgotten = 0;
        workspace.forget();
      }
    },
    complete(source, cursor) {
      return completionsAt(workspace, workspace.cellFile(source, scope.top()), cursor, scope.has);
    },
    inspect(source, cursor) {
      return inspectionAt(workspace, document, workspace.cellFile(source, scope.top()), cursor);
    },
    isComplete: (source) => completeness(t, source),
    close() {
      pending.clear();
    },
  };

  function notHere(source: string): CellDiagnostic {
    const file = t.createSourceFile("cell.ts", source, t.ScriptTarget.ES2022);
    const messageText =
      "A @browser cell cannot run in this kernel, which runs cells in Node. Remove the tag, or show HTML.";
    return described(
      t,
      { file, start: 0, length: 0, code: 0, category: t.DiagnosticCategory.Error, messageText },
      undefined,
    );
  }
}
