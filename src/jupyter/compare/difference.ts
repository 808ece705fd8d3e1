/** One thing in which two executed notebooks differ. */
export interface Difference {
  /** `run`: how far they came, or that one has no record of it; `cell`: which there are, in which order. */
  what: "run" | "parameter" | "version" | "cell" | "source" | "tags" | "output";
  /** Id of the cell, where it is a cell that differs. */
  cell?: string;
  /** Which: a parameter's name; of an output its number, MIME type and place in the JSON. */
  where: string;
  /** The values; `undefined` where a side has none. */
  a: unknown;
  b: unknown;
  /** For texts: what changed, for reading; empty where another form of the same output tells it. */
  lines?: readonly string[];
}
