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
import { misplacedIn } from "./misplaced";
import { createOwnModules } from "./modules";
import { slashed } from "./options";
import { createPackageKinds } from "./package-kind";
import { createScope } from "./scope";
import type { BoundFile } from "./typescript";
import type { CellCompiler, CellDiagnostic, CompiledCell } from "./types";
import { WARM_UP } from "./warm-up";
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

/** After so many cells, completions and hovers the checker is made anew: it remembers every one. */
const FILES_A_CHECKER = 500;

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
  const history = createHistory(workspace, scope);
  const isEsm = createPackageKinds([
    folder,
    ...(options.fallbackPackage === undefined ? [] : [options.fallbackPackage]),
  ]);
  const pending = new Map<string, Pending>();
  const cells = new WeakSet<ts.SourceFile>();
  let compiled = 0;
  let seen = 0;

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
    const nothing = { javascript: "", sourceMap: "", isAsync: false, names: [], modules: [] };
    return { ...nothing, diagnostics, declarations: "" };
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

  function seenFile(source: string, jsx = cellTags(t, source).jsx): BoundFile {
    seen++;
    return workspace.cellFile(source, scope.top(), jsx);
  }

  function forgetAfter(files: number): void {
    if (seen < files) return;
    seen = 0;
    workspace.forget();
  }

  /** Whatever state the checker may be in, a new one is in none. */
  function compileSafely(source: string): CompiledCell {
    forgetAfter(2 * FILES_A_CHECKER);
    try {
      return compile(source);
    } catch {
      workspace.forget();
      return compile(source);
    }
  }

  function compile(source: string): CompiledCell {
    const tags = cellTags(t, source);
    if (tags.browser) return failed([notHere(source)]);
    if (tags.module !== undefined) return compileModule(source, tags.module, tags.jsx);
    const file = seenFile(source, tags.jsx);
    const program = workspace.program();
    const diagnostics = [...diagnosticsOf(t, program, file), ...misplacedIn(t, file)];
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

  compile("0"); // the program, and its checker
  return {
    warmUp() {
      compile(WARM_UP);
    },
    compile: compileSafely,
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
      // Now, while nobody waits for a cell.
      forgetAfter(FILES_A_CHECKER);
    },
    complete(source, cursor) {
      forgetAfter(2 * FILES_A_CHECKER);
      return completionsAt(workspace, seenFile(source), cursor, scope.has);
    },
    inspect(source, cursor) {
      return inspectionAt(workspace, document, seenFile(source), cursor);
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
