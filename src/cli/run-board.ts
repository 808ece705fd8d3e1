import type { RunProgress } from "../jupyter";
import { cutToWidth } from "../notebook";
import { printable, type ProgressStream } from "./progress";

const TICK_MS = 250;
/** Ends what stands from the cursor on. */
const CLEAR_BELOW = "\u001b[0J";

interface Line {
  started: number;
  current?: RunProgress;
}

/**
 * Shows how far notebooks have come that run side by side: on a terminal one line for each, redrawn in place
 * below what has been said for good; elsewhere a plain line whenever one of them comes to a new section.
 */
export class RunBoard {
  private readonly running = new Map<string, Line>();
  private drawnLines = 0;
  private ticker: NodeJS.Timeout | undefined;

  /** @param waiting how many notebooks have not begun */
  constructor(
    private readonly stream: ProgressStream,
    private waiting: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  start(name: string): void {
    this.running.set(name, { started: this.now() });
    this.waiting -= 1;
    if (!this.stream.isTTY) this.stream.write(`${printable(name)}: starting the kernel\n`);
    else if (!this.ticker) {
      this.ticker = setInterval(() => this.draw(), TICK_MS);
      this.ticker.unref();
    }
    this.draw();
  }

  update(name: string, progress: RunProgress): void {
    const line = this.running.get(name);
    if (!line) return;
    const before = line.current?.heading;
    line.current = progress;
    if (this.stream.isTTY) this.draw();
    else if (progress.heading !== before) this.stream.write(`${words(name, line, this.now())}\n`);
  }

  /** Replaces a notebook's line by its final words, with remarks below. */
  end(name: string, state: string, remarks: readonly string[] = []): void {
    const line = this.running.get(name);
    this.running.delete(name);
    this.clear();
    const seconds = elapsed(line?.started ?? this.now(), this.now());
    for (const text of [`${printable(name)}: ${state} (${seconds})`, ...remarks])
      this.stream.write(`${text}\n`);
    this.draw();
    if (this.running.size === 0) {
      clearInterval(this.ticker);
      this.ticker = undefined;
    }
  }

  private draw(): void {
    if (!this.stream.isTTY || this.running.size === 0) return;
    const now = this.now();
    const longest = Math.max(...[...this.running.keys()].map((name) => printable(name).length));
    const lines = [...this.running].map(([name, line]) => words(name, line, now, longest));
    if (this.waiting > 0) lines.push(`${this.waiting} more to come`);
    this.clear();
    this.stream.write(lines.map((line) => cutToWidth(this.stream, line)).join("\n"));
    this.drawnLines = lines.length;
  }

  private clear(): void {
    if (!this.stream.isTTY) return;
    const up = this.drawnLines > 1 ? `\u001b[${this.drawnLines - 1}A` : "";
    this.stream.write(`\r${up}${CLEAR_BELOW}`);
    this.drawnLines = 0;
  }
}

/** How far a notebook is, in one line; its name takes at least `width` characters. */
function words(name: string, { started, current }: Line, now: number, width = 0): string {
  const head = `${printable(name)}:`.padEnd(width + 1);
  const time = elapsed(started, now);
  if (!current) return `${head} starting the kernel (${time})`;
  const { cell, cells, heading } = current;
  return `${head} cell ${cell}/${cells} (${time}) ${printable(heading)}`.trimEnd();
}

function elapsed(started: number, now: number): string {
  return `${Math.round((now - started) / 1000)} s`;
}
