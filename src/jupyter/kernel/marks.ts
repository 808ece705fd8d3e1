export const RED = "\u001b[31m";
export const PLAIN = "\u001b[0m";

/** Carets below a part of a source line; tabs before it stay tabs, so that they stand under their place. */
export function carets(line: string, column: number, length = 1): string {
  return `${line.slice(0, column).replace(/[^\t]/g, " ")}${RED}${"^".repeat(length)}${PLAIN}`;
}
