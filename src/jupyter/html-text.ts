import { stripVTControlCharacters } from "node:util";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A value as HTML text: safe between tags and inside quoted attributes. */
export function escapeHtml(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** Terminal output as HTML text: escape sequences and control characters gone. */
export function terminalText(value: unknown): string {
  // eslint-disable-next-line no-control-regex
  return escapeHtml(
    stripVTControlCharacters(String(value)).replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ""),
  );
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
  // eslint-disable-next-line no-control-regex
  const plain = href.replace(/[\u0000-\u0020]/g, "");
  if (/^https?:\/\//i.test(plain) || plain.startsWith("#")) return href;
  return /^[a-z][a-z\d+.-]*:/i.test(plain) || /^[\\/]/.test(plain) || plain === "" ? null : href;
}
