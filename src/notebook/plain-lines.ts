import { cutToWidth, printable, type ProgressStream } from "./terminal-line";

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
    private readonly stream: ProgressStream = process.stderr,
  ) {
    this.written = now();
  }

  update(words: string): void {
    if (this.stream.isTTY) {
      this.stream.write(CLEAR_LINE + cutToWidth(this.stream, printable(words)));
    } else if (this.now() - this.written >= LINE_MS) {
      this.written = this.now();
      this.stream.write(`${printable(words)}\n`);
    }
  }

  end(words: string): void {
    this.stream.write(`${this.stream.isTTY ? CLEAR_LINE : ""}${printable(words)}\n`);
  }
}
