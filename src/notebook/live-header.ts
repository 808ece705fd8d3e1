import { escapeHtml } from "./escape";

/** A name and what it is now. */
export type LiveNumber = readonly [name: string, value: string];

/**
 * The bar and, below it, what is known now: always the same numbers at the same places, so that nothing moves but
 * them.
 *
 * @param share from 0 to 1; undefined where it is not known how much there is to do
 */
export function headerHtml(label: string, share: number | undefined, numbers: readonly LiveNumber[]): string {
  const percent = share === undefined ? undefined : Math.floor(100 * Math.min(Math.max(share, 0), 1));
  const value = percent === undefined ? "" : ` value="${percent}"`;
  const cells = numbers.map(
    ([name, now]) =>
      `<div><div style="font-size:11px;opacity:.7">${escapeHtml(name)}</div>` +
      `<div style="white-space:nowrap;overflow:hidden;text-overflow:ellipsis">${escapeHtml(now)}</div></div>`,
  );
  return (
    `<div style="display:flex;align-items:center;gap:.75em">` +
    `<strong style="flex:0 1 auto;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">${escapeHtml(label)}</strong>` +
    `<progress max="100"${value} aria-label="${escapeHtml(label)}" style="flex:1 0 6em"></progress>` +
    `<span style="flex:none;width:3em;text-align:right">${percent === undefined ? "" : `${percent}%`}</span></div>` +
    `<div style="display:grid;grid-template-columns:repeat(auto-fit,minmax(96px,1fr));gap:.2em .6em;margin:.4em 0 .6em">${cells.join("")}</div>`
  );
}

/** All of a live output: as wide as a chart, and numbers that keep their width. */
export function liveHtml(parts: readonly string[]): string {
  return `<div class="lr-live" style="max-width:640px;line-height:1.4;font-variant-numeric:tabular-nums">${parts.join("")}</div>`;
}

/** What stays where no chart does: one quiet line. */
export function lineHtml(words: string): string {
  return `<div class="lr-progress"><small>${escapeHtml(words)}</small></div>`;
}
