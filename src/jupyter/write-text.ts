import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { WorkError } from "../errors";

/**
 * Writes a file under a temporary name and renames it, so a reader never sees half a file; makes its folder.
 *
 * @throws WorkError when the file cannot be written.
 */
export function writeText(path: string, text: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // The first error says why; there is nothing to remove.
    }
    throw new WorkError(`${path}: cannot be written (${(error as Error).message})`);
  }
}
