import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { COMPILED } from "./paths";
import { writeWhole } from "./write";

/** The result of one section, kept so that an interrupted benchmark goes on where it stopped. */
export interface Kept {
  /** What it was measured under: options, machine and versions. Another circumstance's result is not used. */
  readonly under: string;
  /** When it was begun, ISO 8601. */
  readonly at: string;
  readonly minutes: number;
  readonly result: unknown;
}

const FOLDER = join(COMPILED, "kept");
const fileOf = (section: string): string => join(FOLDER, `${section}.json`);

export function keep(section: string, kept: Kept): void {
  mkdirSync(FOLDER, { recursive: true });
  writeWhole(fileOf(section), JSON.stringify(kept));
}

/** What was kept of a section under these circumstances, or null. */
export function kept(section: string, under: string): Kept | null {
  try {
    const found = JSON.parse(readFileSync(fileOf(section), "utf8")) as Kept;
    return found.under === under ? found : null;
  } catch {
    return null;
  }
}

/** Forgets everything: the next benchmark measures anew. */
export function forget(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}
