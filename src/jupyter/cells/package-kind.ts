import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { isBuiltin } from "./resolution";

/**
 * Tells which packages only `import` can load: their file is an ECMAScript module, or they have nothing for `require`.
 *
 * @param folders where to look, in this order
 */
export function createPackageKinds(folders: readonly string[]): (specifier: string) => boolean {
  const requires = folders.map((folder) => createRequire(join(folder, "cell.js")));
  const known = new Map<string, boolean>();

  function isEsm(specifier: string): boolean {
    for (const require of requires) {
      try {
        return isEsmFile(require.resolve(specifier));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return true;
      }
    }
    return false;
  }

  return (specifier) => {
    if (specifier.startsWith(".") || isBuiltin(specifier)) return false;
    let answer = known.get(specifier);
    if (answer === undefined) known.set(specifier, (answer = isEsm(specifier)));
    return answer;
  };
}

function isEsmFile(path: string): boolean {
  if (extname(path) === ".mjs") return true;
  if (extname(path) !== ".js") return false;
  for (let folder = dirname(path); dirname(folder) !== folder; folder = dirname(folder)) {
    try {
      const content = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { type?: string };
      return content.type === "module";
    } catch {
      // The next folder above may have one.
    }
  }
  return false;
}
