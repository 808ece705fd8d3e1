import type { TuneProgress } from "../tuning";
import { CLEAR_LINE, redraw, type ProgressStream } from "./progress";

/** How far a tuning has come: on a terminal one line that is redrawn, elsewhere a line a stage. */
export class TuneProgressLine {
  private stage = "";

  constructor(private readonly stream: ProgressStream) {}

  update({ stage, done, total }: TuneProgress): void {
    const words = `${stage}: run ${done} of at most ${total}`;
    if (this.stream.isTTY) redraw(this.stream, words);
    else if (stage !== this.stage) this.stream.write(`${stage}: at most ${total} runs\n`);
    this.stage = stage;
  }

  /** A line of its own, above the one that is redrawn. */
  say(words: string): void {
    this.stream.write(`${this.stream.isTTY ? CLEAR_LINE : ""}${words}\n`);
  }

  end(): void {
    if (this.stream.isTTY && this.stage !== "") this.stream.write(CLEAR_LINE);
  }
}
