import type { Difference } from "../jupyter";
import type { ComparedNotebook } from "./diff";
import { printable } from "./progress";
import { countWords } from "./run-words";

/** How many lines of one text, and how many places of one output, are shown. */
const MOST_LINES = 12;
const MOST_PLACES = 5;
const LONGEST_VALUE = 60;

/** What differs, in lines to read. */
export function diffReport(compared: readonly ComparedNotebook[]): string {
  return compared.map(notebookReport).join("\n");
}

function notebookReport({ notebook, a, b, differences, cellWords }: ComparedNotebook): string {
  const name = printable(notebook);
  if (a === null || b === null) return `${name}: only in the ${a === null ? "second" : "first"} folder`;
  if (differences.length === 0) return `${name}: the same`;
  const groups = grouped(differences).flatMap((group) => {
    const { cell } = group[0];
    return groupLines(group, cell === undefined ? "" : `${printable(cellWords.get(cell) ?? cell)} `);
  });
  return [`${name} differs in ${overview(differences)}`, ...groups].join("\n");
}

/** "2 parameters and 5 cells". */
function overview(differences: readonly Difference[]): string {
  const count = (what: Difference["what"]): number => differences.filter((d) => d.what === what).length;
  const cells = new Set(differences.flatMap(({ cell }) => (cell === undefined ? [] : [cell]))).size;
  const parts = [
    ...(count("run") > 0 ? ["how its run ended"] : []),
    ...(count("parameter") > 0 ? [countWords(count("parameter"), "parameter")] : []),
    ...(count("version") > 0 ? [countWords(count("version"), "version")] : []),
    ...(differences.some(({ what, cell }) => what === "cell" && cell === undefined)
      ? ["the order of its cells"]
      : []),
    ...(cells > 0 ? [countWords(cells, "cell")] : []),
  ];
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** Differences of one output form together, the others each alone. */
function grouped(differences: readonly Difference[]): Difference[][] {
  const groups = new Map<unknown, Difference[]>();
  for (const difference of differences) {
    const { what, cell, where } = difference;
    const output = where.split(" ").slice(0, 3).join(" ");
    const key = what === "output" ? JSON.stringify([cell, output]) : difference;
    groups.set(key, [...(groups.get(key) ?? []), difference]);
  }
  return [...groups.values()];
}

function groupLines(group: readonly Difference[], cell: string): string[] {
  const [first] = group;
  const { what, where } = first;
  const named = what === "parameter" || what === "version" || what === "run";
  const [, form, path] = /^(output \d+ \S+)(?: (.*))?$/.exec(where) ?? [undefined, where, undefined];
  const head = `  ${cell}${named ? `${what} ` : ""}${printable(form)}`;
  if (path === undefined) return group.flatMap((difference) => placeLines(head, difference));
  const places = group.slice(0, MOST_PLACES).flatMap((difference) => {
    return placeLines(`    ${printable(difference.where.slice(form.length + 1))}`, difference);
  });
  const more = group.length - MOST_PLACES;
  return [head, ...places, ...(more > 0 ? [`    and ${more} more places`] : [])];
}

function placeLines(head: string, { a, b, lines }: Difference): string[] {
  if (!lines) return [`${head}: ${valueWords(a)} -> ${valueWords(b)}`];
  if (lines.length === 0) return [`${head} differs too`];
  const indent = " ".repeat(head.search(/\S/) + 2);
  const shown = lines.slice(0, MOST_LINES).map((line) => `${indent}${printable(line)}`.trimEnd());
  const more = lines.length - shown.length;
  return [head, ...shown, ...(more > 0 ? [`${indent}and ${countWords(more, "more line")}`] : [])];
}

function valueWords(value: unknown): string {
  if (value === undefined) return "(none)";
  const text = printable(JSON.stringify(value));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 3)}...` : text;
}
