import { stripVTControlCharacters } from "node:util";

/** What progress is written to: `process.stderr`, or a stand-in. */
export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Takes a terminal to the beginning of its line, and empties that. */
export const CLEAR_LINE = "\r\u001b[2K";

/** Redraws a terminal's line, cut to its width; one that does not know its width (0) is taken as 80 wide. */
export function redraw(stream: ProgressStream, words: string): void {
  const width = Math.max((stream.columns || 80) - 1, 20);
  stream.write(`${CLEAR_LINE}${words.slice(0, width)}`);
}

/** One line without control characters: what notebooks say must not steer the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}
