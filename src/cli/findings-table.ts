import { printable } from "./progress";

/** One row of the table that ends `lr-lab run`. */
export interface FindingRow {
  recipe: string;
  chosen: string;
  evidence: string;
  page: string;
}

const COLUMNS = ["recipe", "chosen", "evidence", "page"] as const;
const GAP = "  ";
/** How the columns share the room when it is short: prose is read, a page's path is copied. */
const WEIGHTS = [1, 1, 2, 1.4];
/** A column gets no narrower than this to make room for the others. */
const NARROWEST = 8;

/**
 * The rows as a text table at most `width` columns wide; long cells are wrapped, at spaces, slashes and hyphens where there are any.
 */
export function findingsTable(rows: readonly FindingRow[], width: number): string {
  const cells = rows.map((row) => COLUMNS.map((column) => printable(row[column])));
  const natural = COLUMNS.map((column, i) => Math.max(column.length, ...cells.map((row) => row[i].length)));
  const widths = fit(natural, Math.max(width, 40) - GAP.length * (COLUMNS.length - 1));
  const blocks = cells.map((row) => layOut(row, widths));
  const spaced = blocks.some((block) => block.includes("\n"));
  const head = [layOut([...COLUMNS], widths), widths.map((w) => "-".repeat(w)).join(GAP)];
  return [...head, ...blocks.flatMap((block, i) => (spaced && i > 0 ? ["", block] : [block]))].join("\n");
}

/** Takes room from the column that is widest for its weight, one character at a time, until all fit. */
function fit(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  while (widths.reduce((sum, w) => sum + w, 0) > room) {
    const shares = widths.map((w, i) => w / WEIGHTS[i]);
    const widest = shares.indexOf(Math.max(...shares));
    if (widths[widest] <= NARROWEST) break;
    widths[widest] -= 1;
  }
  return widths;
}

function layOut(row: readonly string[], widths: readonly number[]): string {
  const wrapped = row.map((text, i) => wrap(text, widths[i]));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, i) => (lines[line] ?? "").padEnd(widths[i]))
      .join(GAP)
      .trimEnd(),
  ).join("\n");
}

/** Greedy wrapping; a word longer than the width is broken, after a slash or hyphen where possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (let word of text.split(/\s+/).filter((w) => w !== "")) {
    if (line !== "" && line.length + 1 + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== "") lines.push(line);
    while (word.length > width) {
      const separator = Math.max(...["/", "\\", "-"].map((mark) => word.lastIndexOf(mark, width - 1)));
      const cut = separator > 0 ? separator + 1 : width;
      lines.push(word.slice(0, cut));
      word = word.slice(cut);
    }
    line = word;
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}
