/**
 * The TypeScript of a notebook's cells: each is checked and translated with the names of the cells before it.
 * One compiler is one notebook session; it holds no values, only types.
 */
export interface CellCompiler {
  /** Checks and translates a cell. Nothing of it is known to later cells before `commit`. */
  compile(source: string): CompiledCell;
  /**
   * Makes what the cell declared known to the cells after it. A cell that failed half way commits the variables
   * that had a value by then; its types are always known.
   *
   * @param names the declared values to keep; all by default
   */
  commit(cell: CompiledCell, names?: ReadonlySet<string>): void;
  /** What could stand at `cursor`, an offset in UTF-16 units. */
  complete(source: string, cursor: number): Completions;
  /** What the name at `cursor` is: its type and its documentation. */
  inspect(source: string, cursor: number): Inspection | undefined;
  /** Whether Enter should run the cell or go on to the next line. */
  isComplete(source: string): { status: "complete" | "incomplete" | "invalid"; indent?: string };
  /** Uses what cells commonly use, so that the first ones do not wait for it; for a moment in which nobody waits. */
  warmUp(): void;
  close(): void;
}

/** A cell after its check: either it has errors, or JavaScript. */
export interface CompiledCell {
  /** Empty when the cell type-checks. */
  diagnostics: readonly CellDiagnostic[];
  /**
   * The text of a function expression `(async) (scope, require, importModule, checkStop) => {...}`. It puts accessors of
   * the cell's values on `scope`, reads earlier cells' values from there, and returns `{ value }` for a cell that
   * ends with an expression. Its loops call `checkStop` now and then. Empty when there are errors.
   */
  javascript: string;
  /** Source map (version 3) of `javascript`; its only source is the cell. */
  sourceMap: string;
  /** Whether the function is asynchronous: the cell awaits at its top level. */
  isAsync: boolean;
  /** Names of the values that the cell declares, imports included. */
  names: readonly string[];
  /**
   * Source files of the person's own that the cell imports, directly or through each other, and that were not yet
   * translated or have changed since, or import one that has: forget what they exported, and run this CommonJS when
   * `require("./name")` comes from `path` (the absolute path of the source, with forward slashes). None of them need
   * be on disk: a `@module` cell is one.
   */
  modules: readonly { path: string; javascript: string }[];
  /** What `commit` needs to know; opaque. */
  declarations: string;
}

/** One complaint of the type checker. Lines and columns count from 0, in UTF-16 units. */
export interface CellDiagnostic {
  message: string;
  code: number;
  start: { line: number; column: number };
  end: { line: number; column: number };
  /** The file that it is in, relative to the notebook's folder; undefined for the cell itself. */
  file?: string;
  /** The source line that `start` is in. */
  text: string;
}

export interface Completions {
  matches: readonly string[];
  /** The offsets that a match replaces. */
  start: number;
  end: number;
  /** One a match, in its order: what it is, and its type where that is cheap to say. */
  types: readonly { text: string; type: string; signature?: string }[];
}

export interface Inspection {
  /** The type as TypeScript writes it, e.g. `const rate: number`. */
  signature: string;
  /** Its JSDoc: Markdown. */
  documentation: string;
}
