import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { displayTarget, type MimeBundle } from "./display";
import { escapeHtml } from "./escape";
import { lineHtml } from "./live-header";
import { PlainLines } from "./plain-lines";

/** A bar that fills while something long runs. */
export interface Progress {
  /** Says how much is done, with a few words; drawn at most about seven times a second. */
  update(done: number, note?: string): void;
  /** Says that all is done (or why not). */
  done(note?: string): void;
}

const INTERVAL_MS = 150;

/**
 * Shows how far something is: in a cell one display that changes in place, elsewhere on standard error: one line that
 * is redrawn on a terminal, else a line every ten seconds. What stays holds no clock. `live` shows more of a study, and
 * takes interrupts.
 *
 * @param label what is being done, e.g. "training"
 * @param total how many parts it has
 * @example
 * const bar = progress("training", specs.length);
 * specs.forEach((spec, i) => { train(spec); bar.update(i + 1); });
 * bar.done();
 */
export function progress(label: string, total: number): Progress {
  const target = displayTarget();
  const id = `lr-lab-${randomUUID()}`;
  // The clock only spaces the drawing; no result depends on it.
  let drawn = performance.now();
  const lines = new PlainLines();
  let finished = 0;
  const draw = (note: string | undefined, state: "first" | "running" | "done") => {
    drawn = performance.now();
    const words = line(label, finished, total, note);
    if (target.inKernel) target.display(bar(words, finished, total, state === "done"), id, state !== "first");
    else if (state === "done") lines.end(words);
    else lines.update(words);
  };
  draw(undefined, "first");
  return {
    update: (done, note) => {
      finished = Math.max(0, Math.min(done, total));
      if (performance.now() - drawn >= INTERVAL_MS) draw(note, "running");
    },
    done: (note) => {
      if (note === undefined) finished = total;
      draw(note, "done");
    },
  };
}

function line(label: string, done: number, total: number, note?: string): string {
  return `${label}: ${done} of ${total}${note === undefined ? "" : `, ${note}`}`;
}

function bar(words: string, done: number, total: number, ended: boolean): MimeBundle {
  const share = total > 0 ? Math.round((100 * done) / total) : 100;
  const html = ended
    ? lineHtml(words)
    : `<div class="lr-progress"><progress max="100" value="${share}" style="width:16em"></progress> <small>${escapeHtml(words)}</small></div>`;
  return { "text/html": html, "text/plain": words };
}
