import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { posix } from "node:path";
import type * as ts from "typescript";
import { slashed } from "./options";
import type { Resolution, TypeScript } from "./typescript";

export interface Resolver {
  resolve(specifier: string, from: string): Resolution;
  /** Forgets everything: files have come or gone. */
  clear(): void;
}

const builtin = new Set(builtinModules);
const nothing: Resolution = { resolvedModule: undefined } as Resolution;

/** Whether Node answers to this name itself: `fs`, `node:fs`, `fs/promises`. */
export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtin.has(specifier);
}

/**
 * Finds what a module's name means: as Node 10 did, like stock tslab; then by the package's `exports`; then, for the
 * library, its dependencies and `tslab`, in the kernel's own installation.
 */
export function createResolver(
  t: TypeScript,
  host: ts.ModuleResolutionHost,
  options: ts.CompilerOptions,
  folder: string,
  fallbackPackage: string | undefined,
): Resolver {
  const fallback = fallbackPackage === undefined ? undefined : readFallback(slashed(fallbackPackage));
  const withExports = { ...options, moduleResolution: t.ModuleResolutionKind.Bundler };
  let cache = newCache(options);
  let exportsCache = newCache(withExports);

  function newCache(of: ts.CompilerOptions): ts.ModuleResolutionCache {
    return t.createModuleResolutionCache(folder, (path) => path, of);
  }

  function lookUp(specifier: string, from: string): Resolution {
    const plain = t.resolveModuleName(specifier, from, options, host, cache);
    if (plain.resolvedModule && isTyped(plain.resolvedModule)) return plain;
    if (specifier.startsWith(".") || specifier.startsWith("/")) return plain;
    const byExports = t.resolveModuleName(specifier, from, withExports, host, exportsCache);
    if (byExports.resolvedModule && isTyped(byExports.resolvedModule)) return byExports;
    return plain.resolvedModule ? plain : byExports;
  }

  return {
    resolve(specifier, from) {
      if (isBuiltin(specifier)) return nothing;
      const found = lookUp(specifier, from);
      if (found.resolvedModule) return found;
      if (specifier === "tslab") return lookUp(specifier, slashed(__filename));
      if (!fallback || specifier.startsWith(".")) return found;
      const name = packageOf(specifier);
      if (name === fallback.name) {
        return lookUp(fallback.folder + specifier.slice(name.length), fallback.folder);
      }
      return fallback.dependencies.has(name) ? lookUp(specifier, `${fallback.folder}/index.js`) : found;
    },
    clear() {
      cache = newCache(options);
      exportsCache = newCache(withExports);
    },
  };
}

/** A package without types says nothing; another way of looking may find them. */
function isTyped(found: ts.ResolvedModuleFull): boolean {
  return found.extension !== ".js" || !found.isExternalLibraryImport;
}

/** The package in `package/part` and `@scope/package/part`. */
export function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function readFallback(folder: string) {
  const content = JSON.parse(readFileSync(posix.join(folder, "package.json"), "utf8")) as {
    name: string;
    dependencies?: object;
    peerDependencies?: object;
  };
  const dependencies = new Set(Object.keys({ ...content.dependencies, ...content.peerDependencies }));
  return { folder, name: content.name, dependencies };
}
