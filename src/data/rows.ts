import { InputError } from "../errors";
import type { ColumnRoles } from "./columns";
import type { CsvTable } from "./csv";
import type { Split } from "./dataset";
import { byCodeUnit, count, listLines, listNames, quote } from "./show-text";
import { parseSplit, SPLIT_SPELLINGS } from "./split-names";

/** A row of a CSV, checked; its split is null where the file does not say it. */
export interface LabelledRow {
  readonly line: number;
  readonly id: string;
  readonly text: string;
  readonly intent: string;
  readonly split: Split | null;
  readonly slices: readonly string[];
  readonly cleanIntent?: string;
  readonly family?: string;
  readonly noise?: readonly string[];
}

/**
 * Checks every row and reads its cells. Texts and labels stay as they were written. Without an id column a
 * row's id is `row-` and its line.
 *
 * @throws InputError that lists every kind of bad row with its lines: empty texts and labels, splits that are
 *   none, ids that are empty or there twice; no rows; fewer than two intents
 */
export function labelledRows(table: CsvTable, roles: ColumnRoles): LabelledRow[] {
  const { file, columns } = table;
  if (table.rows.length === 0) throw new InputError(`${file}: there are no rows below the header`);
  const problems: string[] = [];
  const bad = (column: number, what: string, isBad: (cell: string) => boolean, remedy: string): void => {
    const rows = table.rows.filter(({ cells }) => isBad(cells[column]));
    if (rows.length === 0) return;
    const lines = listLines(rows.map(({ line }) => line));
    problems.push(`${lines}, column ${quote(columns[column])}: ${what}; ${remedy}`);
  };
  const isEmpty = (cell: string): boolean => cell.trim() === "";

  bad(roles.text, "empty text", isEmpty, "write the message or remove the row");
  bad(roles.intent, "empty label", isEmpty, "write the intent or remove the row");
  if (roles.split !== -1) {
    const unknown = table.rows
      .map(({ cells }) => cells[roles.split])
      .filter((cell) => parseSplit(cell) === null);
    const found = listNames([...new Set(unknown)].map((cell) => quote(cell, 30)));
    bad(
      roles.split,
      `not a split: ${found}`,
      (cell) => parseSplit(cell) === null,
      `write ${SPLIT_SPELLINGS}`,
    );
  }
  if (roles.id !== -1) {
    bad(roles.id, "empty id", isEmpty, "give every message an id of its own");
    const seen = new Map<string, number>();
    for (const { cells } of table.rows) seen.set(cells[roles.id], (seen.get(cells[roles.id]) ?? 0) + 1);
    const twice = (cell: string): boolean => !isEmpty(cell) && seen.get(cell)! > 1;
    bad(roles.id, "the same id more than once", twice, "give every message an id of its own");
  }
  if (problems.length > 0) throw new InputError(problems.map((problem) => `${file}: ${problem}`).join("\n"));

  const rows = table.rows.map(({ line, cells }): LabelledRow => {
    const cell = (column: number): string | undefined =>
      column === -1 || isEmpty(cells[column]) ? undefined : cells[column];
    return {
      line,
      id: cell(roles.id) ?? `row-${line}`,
      text: cells[roles.text],
      intent: cells[roles.intent],
      split: roles.split === -1 ? null : parseSplit(cells[roles.split]),
      slices: sortedNames(
        roles.slices.flatMap(({ column, prefix }) => names(cells[column]).map((name) => prefix + name)),
      ),
      cleanIntent: cell(roles.cleanIntent),
      family: cell(roles.family),
      noise: roles.noise === -1 ? undefined : sortedNames(names(cells[roles.noise])),
    };
  });
  const intents = new Set(rows.map(({ intent }) => intent));
  if (intents.size < 2) {
    throw new InputError(
      `${file}: column ${quote(columns[roles.intent])}: all ${count(rows.length, "row")} have the intent ` +
        `${quote(rows[0].intent)}; a classifier needs at least two`,
    );
  }
  return rows;
}

/** The names in a cell, separated by `;`. */
function names(cell: string): string[] {
  return cell
    .split(";")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function sortedNames(all: readonly string[]): string[] {
  return [...new Set(all)].sort(byCodeUnit);
}
