import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of this package, whose library a notebook in any folder may import: the first above this file that has
 * a package.json, wherever it was compiled to.
 */
export function ownPackage(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
