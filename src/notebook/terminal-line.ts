import { stripVTControlCharacters } from "node:util";

/** What progress is written to: `process.stderr`, or a stand-in. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** As much of a line as a terminal shows in one; a terminal that does not know its width (0) is taken as 80 wide. */
export function cutToWidth({ columns }: ProgressStream, words: string): string {
  return words.slice(0, Math.max((columns || 80) - 1, 20));
}

/** One line without control characters: what comes from data or notebooks must not steer the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}
