import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { InputError, WorkError } from "../../errors";
import type { Notebook } from "../nbformat";
import { readNotebook, writeNotebook } from "../notebook-file";
import { cellsHash } from "../provenance/hashes";
import { markOf } from "./mark";
import { type DataFile, withDataFiles } from "./data-files";

/** A copy to be written: its file's name, what is in it, and the files that it reads. */
export interface ReadyCopy {
  readonly name: string;
  readonly notebook: Notebook;
  readonly files: readonly DataFile[];
}

/** A copy with its data beside it; `path` is the source notebook. */
export function readyCopy(notebook: Notebook, path: string): ReadyCopy {
  return { name: basename(path), ...withDataFiles(notebook, path) };
}

/**
 * Refuses to write over a notebook that somebody has worked in: one that is no copy, or whose cells are not those
 * it was made with.
 *
 * @throws InputError naming the file
 */
export function refuseWorkedIn(folder: string, copies: readonly ReadyCopy[]): void {
  for (const { name } of copies) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const there = readNotebook(path);
    const mark = markOf(there);
    if (mark && cellsHash(there.cells) === mark.cells) continue;
    const why = mark ? "somebody has worked in it" : "it is not a copy made by lr-lab workshop";
    throw new InputError(`${path}: ${why}; name another --out, or --force to write over it`);
  }
}

/**
 * Writes copies into a folder, and the files that they read into its `data`; every file under a temporary name first.
 *
 * @throws InputError when two different files would get one name, before anything is written
 * @throws WorkError when a file cannot be written
 */
export function writeCopies(folder: string, copies: readonly ReadyCopy[]): void {
  for (const { from, name } of eachOnce(copies.flatMap(({ files }) => files))) {
    copyFile(from, join(folder, "data"), name);
  }
  for (const { name, notebook } of copies) writeNotebook(join(folder, name), notebook);
}

function eachOnce(files: readonly DataFile[]): DataFile[] {
  const byName = new Map<string, DataFile>();
  for (const file of files) {
    // Names that differ in case alone are one file on some systems.
    const other = byName.get(file.name.toLowerCase());
    if (other && other.from !== file.from) {
      throw new InputError(`${other.from} and ${file.from} would both be data/${file.name}: rename one`);
    }
    byName.set(file.name.toLowerCase(), file);
  }
  return [...byName.values()];
}

function copyFile(from: string, folder: string, name: string): void {
  const temporary = join(folder, `.${name}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    copyFileSync(from, temporary);
    renameSync(temporary, join(folder, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new WorkError(`${join(folder, name)}: cannot be written (${(error as Error).message})`);
  }
}
