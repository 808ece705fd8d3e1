import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors";

/** The notebooks that a path names: itself, or those of a folder by name. */
export function notebookFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new InputError(`${path}: no such file or folder`);
  if (!stats.isDirectory()) return [path];
  const names = notebookNames(path).sort();
  if (names.length === 0) throw noNotebooks(path);
  return names.map((name) => join(path, name));
}

/** The names of the notebooks in a folder, in no order. */
export function notebookNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".ipynb") && !entry.name.startsWith("."))
    .map(({ name }) => name);
}

/** What there is to say of a folder without notebooks. */
export function noNotebooks(folder: string): InputError {
  return new InputError(`${folder}: no notebooks (*.ipynb) in this folder`);
}
