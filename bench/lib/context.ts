import type { PythonVersions } from "./python";

/** What one run of the benchmark works with. */
export interface Context {
  /** An interpreter with PyTorch, or null. */
  readonly python: string | null;
  readonly versions: PythonVersions | null;
  /** BANKING77 as a CSV, or null: then a synthetic stand-in of its shape. */
  readonly banking: string | null;
  /** Checks that everything works; its figures mean nothing. */
  readonly quick: boolean;
  /** A temporary folder for the data that cross to other processes. */
  readonly folder: string;
  /** Says on stderr what goes on. */
  say(what: string): void;
}
