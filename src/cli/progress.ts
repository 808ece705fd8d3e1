import { stripVTControlCharacters } from "node:util";
import type { RunProgress } from "../jupyter";

/** What progress is written to: `process.stderr`, or a stand-in. */
export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const TICK_MS = 250;

/** Takes a terminal to the beginning of its line, and empties that. */
export const CLEAR_LINE = "\r\u001b[2K";

/** Redraws a terminal's line, cut to its width; one that does not know its width (0) is taken as 80 wide. */
export function redraw(stream: ProgressStream, words: string): void {
  const width = Math.max((stream.columns || 80) - 1, 20);
  stream.write(`${CLEAR_LINE}${words.slice(0, width)}`);
}

/**
 * Shows how far a notebook has come: on a terminal one line that is redrawn, elsewhere a plain line whenever a
 * new section begins.
 */
export class ProgressLine {
  private current: RunProgress | undefined;
  private name = "";
  private started = 0;
  private heading: string | undefined;
  private ticker: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: ProgressStream,
    private readonly now: () => number = () => performance.now(),
  ) {}

  start(name: string): void {
    this.name = name;
    this.started = this.now();
    this.current = undefined;
    this.heading = undefined;
    if (this.stream.isTTY) {
      this.ticker = setInterval(() => this.draw(), TICK_MS);
      this.ticker.unref();
      this.draw();
    } else this.stream.write(`${printable(this.name)}: starting the kernel\n`);
  }

  update(progress: RunProgress): void {
    this.current = progress;
    if (this.stream.isTTY) this.draw();
    else if (progress.heading !== this.heading) this.stream.write(`${this.text()}\n`);
    this.heading = progress.heading;
  }

  /** Replaces the updating line by its final words. */
  end(words: string): void {
    clearInterval(this.ticker);
    if (this.stream.isTTY) this.stream.write(CLEAR_LINE);
    this.stream.write(`${printable(this.name)}: ${words} (${this.elapsed()})\n`);
  }

  private draw(): void {
    redraw(this.stream, this.text());
  }

  private text(): string {
    if (!this.current) return `${printable(this.name)}: starting the kernel (${this.elapsed()})`;
    const { cell, cells, heading } = this.current;
    return printable(`${this.name}: cell ${cell}/${cells} (${this.elapsed()}) ${heading}`).trimEnd();
  }

  private elapsed(): string {
    return `${Math.round((this.now() - this.started) / 1000)} s`;
  }
}

/** One line without control characters: what notebooks say must not steer the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}
