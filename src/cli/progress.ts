import { cutToWidth, printable, type ProgressStream } from "../notebook";

export { printable, type ProgressStream };

/** Takes a terminal to the beginning of its line, and empties that. */
export const CLEAR_LINE = "\r\u001b[2K";

/** Redraws a terminal's line, cut to its width. */
export function redraw(stream: ProgressStream, words: string): void {
  stream.write(`${CLEAR_LINE}${cutToWidth(stream, words)}`);
}
