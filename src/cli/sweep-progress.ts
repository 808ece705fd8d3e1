import { timeLeft } from "../notebook";
import type { SweepProgress } from "../tuning";
import { CLEAR_LINE, redraw, type ProgressStream } from "./progress";

/** Between two drawings on a terminal, and between two lines elsewhere. */
const DRAW_MS = 100;
const LINE_MS = 5000;

/** How far a sweep has come: on a terminal one line that is redrawn, elsewhere a plain line every few seconds. */
export class SweepProgressLine {
  private written: number | undefined;
  private words = "";
  private last: SweepProgress | undefined;

  constructor(
    private readonly stream: ProgressStream,
    private readonly now: () => number = () => performance.now(),
  ) {}

  update(progress: SweepProgress): void {
    this.last = progress;
    const now = this.now();
    const wait = this.stream.isTTY ? DRAW_MS : LINE_MS;
    if (this.written !== undefined && now - this.written < wait) return;
    this.written = now;
    this.write(progress);
  }

  /** A line of its own, above the one that is redrawn. */
  say(words: string): void {
    this.stream.write(`${this.stream.isTTY ? CLEAR_LINE : ""}${words}\n`);
  }

  /** The last state, which is not redrawn any more. */
  end(): void {
    if (this.last === undefined) return;
    this.write(this.last);
    if (this.stream.isTTY) this.stream.write("\n");
  }

  private write(progress: SweepProgress): void {
    const words = progressWords(progress);
    if (this.stream.isTTY) redraw(this.stream, words);
    else if (words !== this.words) this.stream.write(`${words}\n`);
    this.words = words;
  }
}

/** "12 of 24 runs, 3 found, 2 running, 1 diverged, about 3 min left". */
export function progressWords(progress: SweepProgress): string {
  const { done, total, found, running, diverged, remainingSeconds } = progress;
  return [
    `${done} of ${total} runs`,
    ...(found > 0 ? [`${found} found`] : []),
    ...(running > 0 ? [`${running} running`] : []),
    ...(diverged > 0 ? [`${diverged} diverged`] : []),
    ...(done === total || remainingSeconds === null ? [] : [`${timeLeft(remainingSeconds)} left`]),
  ].join(", ");
}
