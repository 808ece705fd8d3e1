import { posix } from "node:path";
import type * as ts from "typescript";
import { createFiles, type Files } from "./files";
import { compilerOptions } from "./options";
import { createResolver, isBuiltin } from "./resolution";
import { typescript, type BoundFile, type Resolution, type TypeScript } from "./typescript";

/**
 * The program that cells are checked against: the libraries, and every module that a cell has imported. Cells are
 * not part of it, so that it stays, with all that its checker has learnt, from cell to cell; it is made anew only
 * for a module that is new or has changed.
 */
export interface Workspace {
  t: TypeScript;
  options: ts.CompilerOptions;
  files: Files;
  program(): ts.Program;
  checker(): ts.TypeChecker;
  /** Parses and binds a cell, with its imports found. `scope` is where names that it lacks are looked up. */
  cellFile(source: string, scope: ts.SourceFile, jsx?: boolean): BoundFile;
  /** Takes a new checker: the old one remembers every cell that it has seen. */
  forget(): void;
  /** Has a function called whenever there is a new checker. */
  onNewChecker(act: () => void): void;
}

/** What the kernel puts on `globalThis` for cells. */
const KERNEL_GLOBALS = `/** Asks the reader of the notebook, and waits for the answer; an empty answer is the preset. */
declare function prompt(text?: string, preset?: string): string;
`;

/** The program around cells in `folder`. */
export function createWorkspace(folder: string, fallbackPackage?: string): Workspace {
  const t = typescript();
  const options = compilerOptions(t, folder);
  const files = createFiles(t, folder);
  const resolver = createResolver(t, files.host, options, folder, fallbackPackage);
  const importsPath = posix.join(folder, "__imports__.ts");
  const imported = new Set<string>();
  const globalsPath = posix.join(folder, "__globals__.d.ts");
  const roots = [importsPath, globalsPath];
  const globals = new Set<string>();
  let cells = 0;
  let act = (): void => undefined;
  let program: ts.Program | undefined;

  const host: ts.CompilerHost = {
    ...files.host,
    resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => resolver.resolve(text, from)),
  };
  files.overlay(importsPath, "export {};");
  files.overlay(globalsPath, KERNEL_GLOBALS);

  function current(): ts.Program {
    program ??= t.createProgram({ rootNames: [...roots], options, host });
    return program;
  }

  function rebuild(): void {
    files.refresh();
    program = t.createProgram({ rootNames: [...roots], options, host, oldProgram: program });
    act();
  }

  /** What was not there may have come since. */
  function resolveAnew(specifier: string, from: string): Resolution {
    const found = resolver.resolve(specifier, from);
    if (found.resolvedModule || isBuiltin(specifier)) return found;
    files.forgetMissing();
    resolver.clear();
    return resolver.resolve(specifier, from);
  }

  /** An own file that was gone when the program was last made, and so is not in it. */
  function hasComeBack(specifier: string, { resolvedModule }: Resolution): boolean {
    if (!resolvedModule || !/^[./]/.test(specifier)) return false;
    return current().getSourceFile(resolvedModule.resolvedFileName) === undefined;
  }

  function resolveImports(file: BoundFile): void {
    const missing: string[] = [];
    file.resolvedModules = t.createModeAwareCache();
    for (const specifier of moduleNames(t, file)) {
      const found = resolveAnew(specifier, file.fileName);
      file.resolvedModules.set(specifier, undefined, found);
      if (found.resolvedModule && (!imported.has(specifier) || hasComeBack(specifier, found)))
        missing.push(specifier);
    }
    if (missing.length === 0) return;
    for (const specifier of missing) imported.add(specifier);
    files.overlay(importsPath, [...imported].map((name) => `import ${JSON.stringify(name)};\n`).join(""));
    rebuild();
  }

  /** `declare global` and `declare module "name"` hold for the whole program, and so become a file of it. */
  function addGlobals(file: BoundFile): void {
    if (!/\bdeclare\s+(global|module)\b/.test(file.text)) return;
    const whole = file.statements.filter(
      (one) => t.isImportDeclaration(one) || (t.isModuleDeclaration(one) && isGlobal(t, one)),
    );
    const text = `export {};\n${whole.map((one) => one.getText(file)).join("\n")}\n`;
    if (!whole.some(t.isModuleDeclaration) || globals.has(text)) return;
    globals.add(text);
    const path = posix.join(folder, `__globals_${globals.size}__.ts`);
    files.overlay(path, text);
    roots.push(path);
    rebuild();
  }

  return {
    t,
    options,
    files,
    program: current,
    checker: () => current().getTypeChecker(),
    cellFile(source, scope, jsx = false) {
      if (files.refresh()) {
        resolver.clear();
        rebuild();
      }
      const path = posix.join(folder, `__cell_${++cells}__.${jsx ? "tsx" : "ts"}`);
      const file = t.createSourceFile(path, source, {
        languageVersion: t.ScriptTarget.ES2022,
        setExternalModuleIndicator: (parsed) => ((parsed as BoundFile).externalModuleIndicator = true),
      }) as BoundFile;
      // The program sets this on its own files, and keeps what it says about a file under it.
      Object.assign(file, { path, resolvedPath: path, originalFileName: path });
      resolveImports(file);
      addGlobals(file);
      t.bindSourceFile(file, options);
      (file as { parent?: ts.Node }).parent = scope;
      return file;
    },
    forget: rebuild,
    onNewChecker(asked) {
      act = asked;
    },
  };
}

function isGlobal(t: TypeScript, node: ts.ModuleDeclaration): boolean {
  return t.isStringLiteral(node.name) || (node.flags & t.NodeFlags.GlobalAugmentation) !== 0;
}

/** All module names in a file: imports, `require` of an import equals, `import()` of values and of types. */
function moduleNames(t: TypeScript, file: BoundFile): Set<string> {
  const names = new Set<string>();
  // A name of a module needs one of these words.
  if (!/\b(import|export|module)\b/.test(file.text)) return names;
  const visit = (node: ts.Node): void => {
    if ((t.isImportDeclaration(node) || t.isExportDeclaration(node)) && node.moduleSpecifier) {
      if (t.isStringLiteral(node.moduleSpecifier)) names.add(node.moduleSpecifier.text);
    } else if (t.isExternalModuleReference(node)) {
      if (t.isStringLiteral(node.expression)) names.add(node.expression.text);
    } else if (t.isImportTypeNode(node)) {
      if (t.isLiteralTypeNode(node.argument) && t.isStringLiteral(node.argument.literal)) {
        names.add(node.argument.literal.text);
      }
    } else if (t.isCallExpression(node) && node.expression.kind === t.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      if (name && t.isStringLiteralLike(name)) names.add(name.text);
    }
    t.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
