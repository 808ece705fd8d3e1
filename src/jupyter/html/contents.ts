import type { Heading } from "./markdown";
import { escapeHtml } from "./text";

/** A table of contents, where there are enough headings for one: beside the text where there is room, folded where not. */
export function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level <= 3);
  if (shown.length < 3) return "";
  const items = shown.map(
    ({ level, text, id }) =>
      `<li class="level-${level}"><a href="#${escapeHtml(encodeURIComponent(id))}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="Contents"><details><summary>Contents</summary><ol>${items.join("")}</ol></details></nav>`;
}
