import { renameSync, writeFileSync } from "node:fs";

/** Writes a file whole or not at all. */
export function writeWhole(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}
