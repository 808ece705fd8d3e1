import { stripVTControlCharacters } from "node:util";

/** What lines are written to: `process.stderr`, or a stand-in. */
export interface LineStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Between two lines where each stays. */
const LINE_MS = 10_000;
/** Takes a terminal to the beginning of its line, and empties that. */
const CLEAR_LINE = "\r\u001b[K";

/**
 * How far something is, outside a notebook: on a terminal one line that is redrawn whenever there is news, elsewhere a
 * line every ten seconds; and the last one, which stays.
 */
export class PlainLines {
  private written: number;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly stream: LineStream = process.stderr,
  ) {
    this.written = now();
  }

  update(words: string): void {
    if (this.stream.isTTY) {
      const width = Math.max((this.stream.columns || 80) - 1, 20);
      this.stream.write(CLEAR_LINE + printable(words).slice(0, width));
    } else if (this.now() - this.written >= LINE_MS) {
      this.written = this.now();
      this.stream.write(`${printable(words)}\n`);
    }
  }

  end(words: string): void {
    this.stream.write(`${this.stream.isTTY ? CLEAR_LINE : ""}${printable(words)}\n`);
  }
}

/** One line without control characters: a label that comes from data must not steer the terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}
