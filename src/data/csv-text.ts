import type { Delimiter } from "./delimiter";

/**
 * Rows as CSV text (RFC 4180): LF line ends, cells in quotes where they hold a quote, the delimiter or a line end.
 *
 * @example csvText(["text", "intent"], [["hi, there", "greeting"]]) // 'text,intent\n"hi, there",greeting\n'
 */
export function csvText(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  delimiter: Delimiter = ",",
): string {
  const cell = (text: string): string =>
    /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replace(/"/g, '""')}"` : text;
  return [columns, ...rows].map((cells) => `${cells.map(cell).join(delimiter)}\n`).join("");
}
