import { existsSync } from "node:fs";
import { dirname, posix } from "node:path";
import type * as ts from "typescript";
import { tslabRequire } from "../tslab-package";
import type { TypeScript } from "./typescript";

/**
 * The options of stock tslab, so that the same cells pass. Imports of values stay though this cell does not use them: later
 * cells may. No declarations are written: later cells ask the checker itself.
 */
export function compilerOptions(t: TypeScript, folder: string): ts.CompilerOptions {
  return {
    module: t.ModuleKind.ESNext,
    moduleResolution: t.ModuleResolutionKind.Node10,
    moduleDetection: t.ModuleDetectionKind.Force,
    esModuleInterop: true,
    target: t.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    newLine: t.NewLineKind.LineFeed,
    noImplicitUseStrict: true,
    experimentalDecorators: true,
    resolveJsonModule: true,
    jsx: t.JsxEmit.React,
    // Only Node's globals: other packages' types are read when something imports them.
    types: ["node"],
    typeRoots: typeRoots(folder),
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    preserveConstEnums: true,
    sourceMap: true,
    rootDir: folder,
    outDir: posix.join(folder, ".lr-lab-cells"),
  };
}

/** Where `@types` are looked for: around the notebook, or, if Node's are not among them, those that tslab brings. */
function typeRoots(folder: string): string[] {
  const roots: string[] = [];
  for (let above = folder; ; above = posix.dirname(above)) {
    const root = posix.join(above, "node_modules/@types");
    if (existsSync(root)) roots.push(root);
    if (posix.dirname(above) === above) break;
  }
  if (roots.some((root) => existsSync(`${root}/node/package.json`))) return roots;
  try {
    const node = tslabRequire().resolve("@types/node/package.json");
    return [...roots, slashed(dirname(dirname(node)))];
  } catch {
    return roots;
  }
}

/** TypeScript's paths have forward slashes everywhere. */
export function slashed(path: string): string {
  return path.replace(/\\/g, "/");
}
