import Anser from "anser";
import { escapeHtml, terminalText } from "./text";

/** What a page shows of a terminal's colours: the eight names, whatever the shade, in the page's own tones. */
const COLOUR = /^ansi-(?:bright-)?(black|red|green|yellow|blue|magenta|cyan|white)$/;

/**
 * Terminal output as HTML: the eight colours, bold and italic as classes; all other sequences and control
 * characters gone. A line that was drawn anew with a carriage return is what it was at last.
 *
 * @example terminalHtml("\u001b[31mRangeError\u001b[0m: no") === '<span class="ansi-red">RangeError</span>: no'
 */
export function terminalHtml(value: unknown): string {
  const text = String(value)
    .replaceAll("\r\n", "\n")
    .replace(/[^\n]*\r(?=[^\n])/g, "");
  if (!text.includes("\u001b[")) return terminalText(text);
  return Anser.ansiToJson(text, { json: true, use_classes: true, remove_empty: true })
    .map(({ content, fg, decorations }) => {
      const colour = COLOUR.exec(fg ?? "")?.[1];
      const kept = decorations.filter((one) => one === "bold" || one === "italic");
      const classes = [...(colour === undefined ? [] : [colour]), ...kept].map((name) => `ansi-${name}`);
      const shown = terminalText(content);
      return classes.length === 0 || shown === ""
        ? shown
        : `<span class="${escapeHtml(classes.join(" "))}">${shown}</span>`;
    })
    .join("");
}
