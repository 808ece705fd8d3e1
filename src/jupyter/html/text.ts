import { stripVTControlCharacters } from "node:util";
import { escapeHtml } from "../../notebook";

export { escapeHtml };

/** Terminal output as HTML text: escape sequences and control characters gone. */
export function terminalText(value: unknown): string {
  return escapeHtml(stripVTControlCharacters(String(value)).replace(/(?![\t\n])\p{Cc}/gu, ""));
}

/** JSON for a script element: no `</script>` and no `<!--` can end or reopen it. */
export function scriptJson(value: unknown): string {
  const escapes: Record<string, string> = {
    "<": "\\u003c",
    ">": "\\u003e",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
  };
  return JSON.stringify(value).replace(/[<>\u2028\u2029]/g, (character) => escapes[character]);
}

/**
 * An address that a page may link to: a web page, a place on this page, or a file beside it. Null for any
 * other, such as `javascript:`.
 */
export function safeHref(href: string): string | null {
  const plain = href.replace(/[\p{Cc} ]/gu, "");
  if (/^https?:\/\//i.test(plain) || plain.startsWith("#")) return href;
  return /^[a-z][a-z\d+.-]*:/i.test(plain) || /^[\\/]/.test(plain) || plain === "" ? null : href;
}
