import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError, WorkError } from "../errors";

/** Files of a folder: their paths in it, with `/`, and what they hold. */
export type FolderFiles = Readonly<Record<string, Uint8Array | string>>;

/**
 * Refuses a folder to write to that has something in it: nothing is overwritten.
 *
 * @throws InputError when it exists and is not an empty folder
 */
export function checkNewFolder(path: string): void {
  if (entriesOf(path).length > 0) {
    throw new InputError(`${path}: exists and is not empty; remove it or name another folder`);
  }
}

/**
 * Writes a folder under a temporary name beside it and renames it, so that it is there whole or not at all.
 *
 * @throws InputError when it exists and is not an empty folder
 * @throws WorkError when it cannot be written
 */
export function writeFolder(path: string, files: FolderFiles): void {
  checkNewFolder(path);
  const target = resolve(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = join(temporary, ...name.split("/"));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: "wx" });
    }
    // Not every system renames onto a folder, even an empty one.
    rmdirWhereThere(target);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw new WorkError(`${path}: cannot be written (${(error as Error).message})`);
  }
}

function entriesOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw new InputError(`${path}: ${code === "ENOTDIR" ? "exists and is not a folder" : message}`);
  }
}

function rmdirWhereThere(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
