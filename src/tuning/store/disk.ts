import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { link, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { InputError, WorkError } from "../../errors";
import { temporaryName } from "./temporary";

export { join };

/** A file or folder: its name, the bytes of a file, and the milliseconds since it was last written. */
export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
  readonly bytes: number;
  readonly age: number;
}

/**
 * The bytes of a file; undefined where there is none. Not in the background: a thousand reads at once would open a
 * thousand files.
 */
export function readBytes(path: string): Uint8Array | undefined {
  return orAbsent(path, "read", () => readFileSync(path));
}

/** The first bytes of a file, and how many it has; undefined where there is none. */
export function readStart(path: string, length: number): { start: Uint8Array; size: number } | undefined {
  return orAbsent(path, "read", () => {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      const start = new Uint8Array(Math.min(length, size));
      return { start: start.subarray(0, readSync(file, start, 0, start.length, 0)), size };
    } finally {
      closeSync(file);
    }
  });
}

/** What is in a folder, by name; nothing where there is none. */
export function entriesOf(folder: string): Entry[] {
  const found = orAbsent(folder, "read", () => readdirSync(folder, { withFileTypes: true })) ?? [];
  // eslint-disable-next-line no-restricted-properties -- the age of a file, not a result
  const now = Date.now();
  return found
    .flatMap((entry): Entry[] => {
      const kind = entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other";
      if (kind !== "file") return [{ name: entry.name, kind, bytes: 0, age: 0 }];
      const path = join(folder, entry.name);
      const stat = orAbsent(path, "read", () => statSync(path));
      return stat ? [{ name: entry.name, kind, bytes: stat.size, age: now - stat.mtimeMs }] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Bytes of a file; undefined where there is none. */
export function sizeOf(path: string): number | undefined {
  return orAbsent(path, "read", () => statSync(path).size);
}

/** @throws InputError where the path is something else than a folder, or nothing */
export function checkFolder(path: string): void {
  const stat = orAbsent(path, "read", () => statSync(path));
  if (stat && !stat.isDirectory()) throw new InputError(`${path}: is a file, not the folder of a store`);
}

/** Renames a file, making the folder that it moves to; false where it is gone. */
export function move(from: string, to: string): boolean {
  const done = orAbsent(from, "moved", () => {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
    return true;
  });
  return done ?? false;
}

/** Removes a file; false where it is gone already or another process has it open. */
export function remove(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const inUse = process.platform === "win32" && (code === "EBUSY" || code === "EPERM");
    if (code === "ENOENT" || inUse) return false;
    throw new WorkError(`${path}: cannot be removed (${message})`);
  }
}

/**
 * Writes a file so that it is there whole or not at all, also after a power cut: under a temporary name in the same
 * folder, flushed to the disk, then renamed.
 *
 * @throws WorkError when it cannot be written
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const temporary = join(dirname(path), temporaryName(basename(path)));
    try {
      mkdirSync(dirname(path), { recursive: true });
      const file = await open(temporary, "wx");
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      return await flushFolder(dirname(path));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      const { code = "", message } = error as NodeJS.ErrnoException;
      // ENOENT: somebody cleared the folder or the temporary file. The others: on Windows, somebody has the file
      // that is replaced open.
      const passing = ["ENOENT", "EPERM", "EACCES", "EBUSY"].includes(code);
      if (!passing || attempt === 5) throw new WorkError(`${path}: cannot be written (${message})`);
      await wait(20 * attempt);
    }
  }
}

/**
 * Writes a file that must not be there yet, whole or not at all: as {@link writeAtomically}, but linked under its name
 * instead of renamed, which fails where somebody was first.
 *
 * @returns false where the file is there already
 * @throws WorkError when it cannot be written
 */
export async function createWhole(path: string, bytes: Uint8Array): Promise<boolean> {
  const temporary = join(dirname(path), temporaryName(basename(path)));
  try {
    await writeAtomically(temporary, bytes);
    await link(temporary, path);
    await flushFolder(dirname(path));
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    throw error instanceof WorkError ? error : new WorkError(`${path}: cannot be written (${message})`);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Makes a rename survive a power cut, where the system can flush a folder. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // Some file systems cannot; the file itself is written.
  }
}

function orAbsent<T>(path: string, done: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new WorkError(`${path}: cannot be ${done} (${message})`);
  }
}
