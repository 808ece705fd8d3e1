import { randomUUID } from "node:crypto";
import { displayTarget, type DisplayTarget, type MimeBundle } from "./display";
import { PlainLines } from "./plain-lines";

/** One state of something that runs, as HTML and in words of one line. */
export interface LiveFrame {
  readonly html: string;
  readonly words: string;
}

/** What is over before this is never seen running: a bar that flashes by tells nobody anything. */
export const FIRST_MS = 300;
/** At most four drawings a second. */
export const BETWEEN_MS = 250;
/** A drawing that took a while is followed by so many times its time without one: drawing takes a twentieth at most. */
const REST = 19;

/**
 * One output that is redrawn in place while something runs, at a bounded rate, and holds what came of it in the end;
 * lines on standard error where there is no notebook.
 */
export class LiveDisplay {
  readonly target: DisplayTarget = displayTarget();
  private readonly id = `lr-lab-${randomUUID()}`;
  private readonly lines: PlainLines;
  private shown = false;
  private next: number;

  /** @param now milliseconds; spaces the drawings, and no result depends on it */
  constructor(private readonly now: () => number) {
    this.next = now() + FIRST_MS;
    this.lines = new PlainLines(now);
  }

  /** Draws, if it is time to. */
  update(frame: () => LiveFrame): void {
    const started = this.now();
    if (started < this.next) return;
    const { html, words } = frame();
    if (this.target.inKernel) this.show({ "text/html": html, "text/plain": words });
    else this.lines.update(words);
    const ended = this.now();
    this.next = ended + Math.max(BETWEEN_MS, REST * (ended - started));
  }

  /** The last state: the bundle in a notebook, the words elsewhere. */
  end(bundle: MimeBundle, words: string): void {
    if (this.target.inKernel) this.show(bundle);
    else this.lines.end(words);
  }

  private show(bundle: MimeBundle): void {
    this.target.display(bundle, this.id, this.shown);
    this.shown = true;
  }
}
