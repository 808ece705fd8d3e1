import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { displayTarget, type MimeBundle } from "./display";
import { escapeHtml } from "./escape";

/** A bar that fills while something long runs. */
export interface Progress {
  /** Says how much is done, with a few words; drawn at most about seven times a second. */
  update(done: number, note?: string): void;
  /** Says that all is done (or why not). */
  done(note?: string): void;
}

const INTERVAL_MS = 150;

/**
 * Shows how far something is: in a cell one display that changes in place, elsewhere lines on standard error.
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
  let finished = 0;
  const draw = (note: string | undefined, state: "first" | "running" | "done") => {
    drawn = performance.now();
    if (target.inKernel)
      target.display(bar(label, finished, total, note, state === "done"), id, state !== "first");
    else if (state === "done" || process.stderr.isTTY) {
      const words = line(label, finished, total, note);
      process.stderr.write(
        process.stderr.isTTY ? `\r\u001b[K${words}${state === "done" ? "\n" : ""}` : `${words}\n`,
      );
    }
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

function bar(
  label: string,
  done: number,
  total: number,
  note: string | undefined,
  ended: boolean,
): MimeBundle {
  const words = line(label, done, total, note);
  const share = total > 0 ? Math.round((100 * done) / total) : 100;
  const html = ended
    ? `<div class="lr-progress"><small>${escapeHtml(words)}</small></div>`
    : `<div class="lr-progress"><progress max="100" value="${share}" style="width:16em"></progress> <small>${escapeHtml(words)}</small></div>`;
  return { "text/html": html, "text/plain": words };
}
