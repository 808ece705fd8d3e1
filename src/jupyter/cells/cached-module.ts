import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire, wrap } from "node:module";
import { dirname, join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";

export interface CachedModule<T> {
  exports: T;
  /** Writes the compiled code for the next process, where none was read. */
  keep(): void;
}

/**
 * Loads a large CommonJS file, with the code that V8 compiled of it in an earlier process: for TypeScript's 10 MB that
 * is half of the time. The code lies in `node_modules/.cache/lr-lab`, beside the package, so that it is exactly as
 * trusted as the file itself and goes when that goes. V8 checks that it belongs to this source, version and its flags,
 * and compiles anew if not.
 */
export function requireCached<T>(path: string): CachedModule<T> {
  const source = readFileSync(path, "utf8");
  const cache = cachePath(path);
  const cachedData = readIfThere(cache);
  const script = new Script(wrap(source), { filename: path, ...(cachedData ? { cachedData } : {}) });
  const module = { exports: {} as T };
  const run = script.runInThisContext() as (...parts: unknown[]) => void;
  run(module.exports, createRequire(path), module, path, dirname(path));
  return {
    exports: module.exports,
    keep() {
      if (cachedData && script.cachedDataRejected === false) return;
      if (cache !== undefined) writeIfPossible(cache, script.createCachedData());
    },
  };
}

/** One file a version of the module and of V8 with its flags; undefined where a package lies in no `node_modules`. */
function cachePath(path: string): string | undefined {
  const above = path.split(/[\\/]node_modules[\\/]/)[0];
  if (above === undefined || above === path) return undefined;
  const { size, mtimeMs } = statSync(path);
  const name = `typescript-${size}-${Math.round(mtimeMs)}-${cachedDataVersionTag()}.bin`;
  return join(above, "node_modules", ".cache", "lr-lab", name);
}

function readIfThere(path: string | undefined): Buffer | undefined {
  try {
    return path === undefined ? undefined : readFileSync(path);
  } catch {
    return undefined;
  }
}

/** An installation may be read-only: then every start compiles. */
function writeIfPossible(path: string, data: Buffer): void {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, data);
    renameSync(temporary, path);
  } catch {
    // Nothing is lost but time.
  }
}
