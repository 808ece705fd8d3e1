import type * as ts from "typescript";
import type { TypeScript } from "./typescript-internals";

/** A parsed file, and what tells whether its text has changed since. */
export interface ParsedLibrary {
  stamp: string;
  file: ts.SourceFile;
}

/** What takes most of a start, and may have been done already. */
export interface Prepared {
  typescript: TypeScript;
  libraries: Map<string, ParsedLibrary>;
}

const KEY = Symbol.for("lr-lab.prepared");

/** What this process began with, where it was started from a snapshot (kernel/snapshot). */
export function prepared(): Prepared | undefined {
  return (globalThis as { [KEY]?: Prepared })[KEY];
}

/** Makes it a part of the snapshot that is being built. */
export function prepare(what: Prepared): void {
  (globalThis as { [KEY]?: Prepared })[KEY] = what;
}
