import { parse } from "csv-parse/sync";
import { InputError } from "../errors";
import type { DataWarning } from "./dataset";
import { DELIMITER_NAMES, detectDelimiter, type Delimiter } from "./delimiter";
import { listNames, quote, warning } from "./show-text";

/** One row of a table: its cells as they were written, and where it begins. */
export interface CsvRow {
  /** 1-based line of the file on which the row begins; the header is usually line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A parsed CSV. Every cell is a string, so leading zeros and spaces survive. */
export interface CsvTable {
  readonly file: string;
  readonly delimiter: Delimiter;
  /** Column names, trimmed, each different. */
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Notes about how the file was read: a delimiter other than a comma, columns without a name. */
  readonly warnings: readonly DataWarning[];
}

/** A cell longer than this (bytes of UTF-8) is an error: 1 MB. */
export const MAX_CELL_BYTES = 1_000_000;

/**
 * Parses CSV text (RFC 4180) with a header. The delimiter is a comma, a semicolon or a tab, detected from the
 * header; anything but a comma is said in `warnings`. Line ends (LF, CRLF, CR) become LF, inside cells too, so
 * that a checkout on Windows reads the same. Empty lines are passed over.
 *
 * @param options.file what to call the source in errors and warnings
 * @param options.delimiter the delimiter, instead of detecting it
 * @throws InputError for no header, duplicated column names, broken quoting, a row with more or fewer cells
 *   than columns, a cell over 1 MB; each names file and line, and column where there is one
 * @example parseCsv("text,intent\nwhere is it?,order_status\n", { file: "mine.csv" }).rows[0].line // 2
 */
export function parseCsv(text: string, options: { file: string; delimiter?: Delimiter }): CsvTable {
  const { file } = options;
  const source = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const delimiter = options.delimiter ?? detectDelimiter(source, file);
  if (!(delimiter in DELIMITER_NAMES)) {
    throw new InputError(
      `delimiter must be a comma, a semicolon or a tab, found ${quote(String(delimiter))}`,
    );
  }
  const header = records(source, delimiter, file, [], 1)[0];
  if (header === undefined) throw new InputError(`${file}: the file is empty; it needs a header and rows`);
  const { columns, unnamed } = columnNames(header.cells, file);

  const rows = records(source, delimiter, file, columns).slice(1);
  for (const row of rows) checkRow(row, columns, file, delimiter);

  const warnings: DataWarning[] = [];
  if (options.delimiter === undefined && delimiter !== ",") {
    const name = DELIMITER_NAMES[delimiter];
    warnings.push(warning("delimiter", `cells are separated by a ${name} (detected).`, []));
  }
  if (unnamed.length > 0) {
    const names = listNames(unnamed.map((name) => quote(name)));
    const message = `the header has cells without a name; they are called ${names}.`;
    warnings.push(warning("unnamed-column", message, [header.line]));
  }
  return { file, delimiter, columns, rows, warnings };
}

/** The first `to` records (all, without it), each with the line on which it begins. */
function records(
  source: string,
  delimiter: Delimiter,
  file: string,
  columns: readonly string[],
  to?: number,
): CsvRow[] {
  try {
    const parsed = parse(source, {
      delimiter,
      record_delimiter: "\n",
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      ...(to === undefined ? {} : { to }),
    }) as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ line: info.lines - lineFeeds(record), cells: record }));
  } catch (error) {
    throw quotingError(error as QuotingError, source, delimiter, file, columns);
  }
}

/** What csv-parse says of broken quoting: records read before it, the column's index, the current line. */
interface QuotingError extends Error {
  readonly code?: string;
  readonly records?: number;
  readonly column?: number;
  readonly lines?: number;
}

function quotingError(
  error: QuotingError,
  source: string,
  delimiter: Delimiter,
  file: string,
  columns: readonly string[],
): Error {
  if (error.code === undefined || error.lines === undefined) return error;
  const index = error.column ?? 0;
  const name = columns[index] === undefined ? "" : ` (${quote(columns[index])})`;
  const at = (line: number): string => `${file}: line ${line}, column ${index + 1}${name}: `;
  const remedy = 'put a cell that has quotes in quotes and double those inside it ("say ""hi""")';
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED": {
      // csv-parse reports the last line; the row that opens the quote follows the last whole one.
      const whole = error.records ?? 0;
      let line = 1;
      if (whole > 0) {
        const last = records(source, delimiter, file, columns, whole)[whole - 1];
        line = last.line + lineFeeds(last.cells) + 1;
      }
      const lines = source.split("\n");
      while (lines[line - 1] === "" && line < lines.length) line++;
      return new InputError(`${at(line)}a quote opens in this row and is never closed; ${remedy}`);
    }
    case "CSV_INVALID_CLOSING_QUOTE":
      return new InputError(`${at(error.lines)}text follows a closing quote; ${remedy}`);
    case "INVALID_OPENING_QUOTE":
      return new InputError(
        `${at(error.lines)}a quote stands inside a cell that has none at its start; ${remedy}`,
      );
    default:
      return new InputError(`${at(error.lines)}${error.message}`);
  }
}

function columnNames(cells: readonly string[], file: string): { columns: string[]; unnamed: string[] } {
  const unnamed: string[] = [];
  const columns = cells.map((cell, i) => {
    const name = cell.trim();
    if (name !== "") return name;
    unnamed.push(`column ${i + 1}`);
    return `column ${i + 1}`;
  });
  if (unnamed.length === columns.length) {
    throw new InputError(`${file}: line 1: the header names no columns; write their names, e.g. text,intent`);
  }
  const twice = columns.filter((name, i) => columns.indexOf(name) !== i);
  if (twice.length > 0) {
    const names = listNames([...new Set(twice)].map((name) => quote(name)));
    const where = columns.flatMap((name, i) => (twice.includes(name) ? [String(i + 1)] : []));
    throw new InputError(
      `${file}: line 1: the column name ${names} is there more than once (columns ${listNames(where)}); ` +
        "rename or remove one",
    );
  }
  return { columns, unnamed };
}

function checkRow(row: CsvRow, columns: readonly string[], file: string, delimiter: Delimiter): void {
  if (row.cells.length !== columns.length) {
    throw new InputError(
      `${file}: line ${row.line}: found ${row.cells.length} cells, expected ${columns.length} as in the header; ` +
        `put cells that contain a ${DELIMITER_NAMES[delimiter]} in quotes`,
    );
  }
  row.cells.forEach((cell, i) => {
    // A UTF-16 unit takes at most 3 bytes.
    if (cell.length * 3 <= MAX_CELL_BYTES) return;
    const bytes = new TextEncoder().encode(cell).length;
    if (bytes > MAX_CELL_BYTES) {
      throw new InputError(
        `${file}: line ${row.line}, column ${i + 1} (${quote(columns[i])}): a cell of ${bytes} bytes; ` +
          "a message may have 1 MB at most: shorten it, or look for a missing quote",
      );
    }
  });
}

function lineFeeds(cells: readonly string[]): number {
  let feeds = 0;
  for (const cell of cells) {
    for (let i = cell.indexOf("\n"); i !== -1; i = cell.indexOf("\n", i + 1)) feeds++;
  }
  return feeds;
}
