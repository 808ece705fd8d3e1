import type { FrameTable } from "../data";
import { InputError } from "../errors";
import type { MimeBundle } from "./display";
import { escapeHtml } from "./escape";

/** Rows to be shown as a table. */
export interface Table {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** The rows that are shown. */
  readonly rows: readonly (readonly unknown[])[];
  /** How many rows there are. */
  readonly total: number;
}

export interface TableColumn {
  readonly name: string;
  /** What the column holds: "integer", "number", "text", "yes/no", "mixed", "empty", or the caller's word. */
  readonly type: string;
  readonly missing: number;
}

/** How {@link table} draws rows; everything has a default. */
export interface TableOptions {
  /** A few words; the number of rows is added. */
  readonly caption?: string;
  /** Which columns, in which order; default all, in order of appearance. */
  readonly columns?: readonly string[];
  /** Words for the types of columns, where the values do not tell ("date", "points"). */
  readonly types?: Readonly<Record<string, string>>;
}

/** More rows than this are not shown, and the table says so. */
const SHOWN = 200;

/** A cell with more characters than this is a text to be read. */
const LONG = 80;

/**
 * Rows as a table for `show`: every column with its type, the caption with the number of rows.
 *
 * @param given records; a column that a row lacks is an empty cell
 * @throws InputError for a column that no row has
 * @example
 * show(table([{ rate: 0.1, macroF1: 0.84 }], { caption: "Rates tried" }))
 */
export function table(given: readonly object[], options: TableOptions = {}): Table {
  const rows = given as readonly Readonly<Record<string, unknown>>[];
  const found = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const names = options.columns ?? found;
  const unknown = names.find((name) => rows.length > 0 && !found.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`table: no row has a column "${unknown}"; the columns are ${found.join(", ")}`);
  }
  const columns = names.map((name) => {
    const values = rows.map((row) => row[name]);
    return { name, type: options.types?.[name] ?? typeOf(values), missing: values.filter(isMissing).length };
  });
  const caption = options.caption ?? "";
  const shown = rows.slice(0, SHOWN).map((row) => names.map((name) => row[name]));
  return { kind: "table", caption, columns, rows: shown, total: rows.length };
}

/** A danfo frame's first rows (`frameTable`) as a table. */
export function frameAsTable({ columns, rows, total }: FrameTable): Table {
  const shown = columns.map(({ name, type, present }) => ({ name, type, missing: total - present }));
  return { kind: "table", caption: "", columns: shown, rows, total };
}

/** A table as HTML and as tab-separated text. */
export function renderTable(given: Table): MimeBundle {
  return { "text/html": tableHtml(given), "text/plain": tableText(given) };
}

/** The HTML of a table; every value escaped, and no style that a front end's theme could not live with. `counted`: whether the caption has the number of rows. */
export function tableHtml({ caption, columns, rows, total }: Table, counted = true): string {
  const numeric = columns.map(({ name, type }, i) => {
    const values = rows.map((row) => row[i]).filter((value) => !isMissing(value));
    return (
      (type === "integer" || type === "number" || values.every((v) => typeof v === "number")) && name !== "id"
    );
  });
  // Whole messages need room, or they stand as a column of single words.
  const long = columns.map((_, i) => rows.some((row) => cell(row[i]).length > LONG));
  const align = (i: number) => {
    if (numeric[i]) return ' class="lr-number" style="text-align:right"';
    return long[i] ? ' class="lr-long" style="text-align:left;min-width:18em"' : ' style="text-align:left"';
  };
  const head = columns.map(({ name, type, missing }, i) => {
    const detail = missing > 0 ? `${type}, ${missing} missing` : type;
    return `<th scope="col"${align(i)}>${escapeHtml(name)}<br><small style="font-weight:normal;opacity:.7">${escapeHtml(detail)}</small></th>`;
  });
  const body = rows.map(
    (row) => `<tr>${row.map((value, i) => `<td${align(i)}>${escapeHtml(cell(value))}</td>`).join("")}</tr>`,
  );
  return (
    `<table class="lr-table"><caption style="text-align:left">${escapeHtml(counted ? captionOf(caption, rows.length, total) : caption)}</caption>` +
    `<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`
  );
}

function tableText({ caption, columns, rows, total }: Table): string {
  const line = (values: readonly unknown[]) =>
    values.map((v) => cell(v).replace(/[\t\r\n]+/g, " ")).join("\t");
  const lines = [line(columns.map(({ name }) => name)), ...rows.map(line)];
  return `${captionOf(caption, rows.length, total)}\n${lines.join("\n")}\n`;
}

function captionOf(caption: string, rows: number, total: number): string {
  const number = total.toLocaleString("en-US");
  const shown = rows < total ? `first ${rows} of ${number} rows` : `${number} row${total === 1 ? "" : "s"}`;
  return caption === "" ? shown : `${caption} (${shown})`;
}

function typeOf(values: readonly unknown[]): string {
  const types = new Set(values.filter((value) => !isMissing(value)).map(typeOfOne));
  if (types.size === 0) return "empty";
  if (types.size === 1) return [...types][0];
  return [...types].every((type) => type === "integer" || type === "number") ? "number" : "mixed";
}

function typeOfOne(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "boolean") return "yes/no";
  if (Array.isArray(value)) return "list";
  return typeof value === "string" ? "text" : typeof value;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return numberCell(value);
  if (Array.isArray(value)) return value.map(cell).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Whole numbers in full, others to four significant digits. */
function numberCell(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "\u221e" : "\u2212\u221e";
  if (Number.isInteger(value)) return value.toLocaleString("en-US").replace("-", "\u2212");
  return String(Number(value.toPrecision(4))).replace("-", "\u2212");
}
