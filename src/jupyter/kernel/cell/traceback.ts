import { SourceMap, type SourceMapPayload } from "node:module";
import { inspect } from "node:util";
import type { CellError } from "../../cell-error";
import { carets, PLAIN, RED } from "../marks";

/** A cell that frames of a stack can lie in. */
export interface TracedCell {
  label: string;
  source: string;
  sourceMap: string;
}

interface Place {
  cell: TracedCell;
  /** From 1. */
  line: number;
  column: number;
  /** The function, if it has a name. */
  name: string;
}

const DIM = "\u001b[2m";
/** Frames of libraries that are shown: the first ones say what was called, the rest is theirs. */
const LIBRARY_FRAMES = 4;
/** Lines of a cell that are shown before and after the one that threw. */
const CONTEXT = 2;
const CAUSES = 4;
/** Characters of a message that are shown: a notebook keeps all of them. */
const MESSAGE = 20_000;
/** Stands for what cannot be read. */
const UNREADABLE = "(it throws when it is looked at)";

const FRAME = /^\s+at (?:async )?(?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;
const MACHINERY = /^node:|[\\/]jupyter[\\/]kernel[\\/]|^<anonymous>$/;

/** Name of the script that a cell becomes; frames are found by it. */
export function scriptName(cell: number): string {
  return `lr-lab-cell-${cell}.ts`;
}

/**
 * What a thrown value looks like in a notebook: its name and message once; then the places in cells, innermost
 * first, in the TypeScript that was typed; then a few frames of libraries. Frames of Node and of the kernel are
 * left out.
 *
 * @param cells finds a cell by the name of its script
 */
export function cellError(thrown: unknown, cells: (script: string) => TracedCell | undefined): CellError {
  const { ename, evalue } = nameOf(thrown);
  return { ename, evalue, traceback: describe(thrown, cells, 0) };
}

function nameOf(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) return { ename: "Thrown", evalue: plain(thrown) };
  const name: unknown = attempt(() => thrown.name, "Error");
  const ename = typeof name === "string" && name !== "" ? name : "Error";
  return { ename, evalue: cut(attempt(() => String(thrown.message), UNREADABLE)) };
}

function cut(text: string): string {
  const more = text.length - MESSAGE;
  return more <= 0 ? text : `${text.slice(0, MESSAGE)}... (${more} more characters)`;
}

function describe(
  thrown: unknown,
  cells: (script: string) => TracedCell | undefined,
  depth: number,
): string[] {
  const { ename, evalue } = nameOf(thrown);
  const lines = [`${RED}${ename}${PLAIN}${evalue === "" ? "" : `: ${evalue}`}`];
  if (!isError(thrown)) return lines;
  let libraryFrames = 0;
  let shownSource = false;
  for (const frame of attempt(() => String(thrown.stack ?? ""), "").split("\n")) {
    const match = FRAME.exec(frame);
    if (match === null) continue;
    const [, name = "", file, line, column] = match;
    const cell = cells(file);
    if (cell !== undefined) {
      lines.push(...cellFrame(placeIn(cell, Number(line), Number(column), name), !shownSource));
      shownSource = true;
    } else if (!MACHINERY.test(file) && libraryFrames++ < LIBRARY_FRAMES) {
      lines.push(`${DIM}    at ${name === "" ? "" : `${name} `}(${file}:${line}:${column})${PLAIN}`);
    }
  }
  if (depth === CAUSES) return lines;
  const cause = attempt(() => thrown.cause, undefined);
  if (cause !== undefined) lines.push("Caused by:", ...describe(cause, cells, depth + 1));
  for (const inner of attempt(() => innerErrors(thrown), [])) {
    lines.push("One of:", ...describe(inner, cells, depth + 1));
  }
  return lines;
}

function placeIn(cell: TracedCell, line: number, column: number, name: string): Place {
  const payload = JSON.parse(cell.sourceMap) as SourceMapPayload;
  const entry = new SourceMap(payload).findEntry(line - 1, column - 1) as Partial<{
    originalLine: number;
    originalColumn: number;
  }>;
  const known = /^(?:Object\.)?<anonymous>$|^eval$/.test(name) ? "" : name;
  return {
    cell,
    line: (entry.originalLine ?? line - 1) + 1,
    column: (entry.originalColumn ?? column - 1) + 1,
    name: known,
  };
}

function cellFrame({ cell, line, column, name }: Place, withSource: boolean): string[] {
  const where = `${cell.label}, line ${line}, column ${column}${name === "" ? "" : `, in ${name}`}`;
  const lines = cell.source.split("\n");
  if (line > lines.length) return [where];
  const from = withSource ? Math.max(1, line - CONTEXT) : line;
  const to = withSource ? Math.min(lines.length, line + CONTEXT) : line;
  const width = String(to).length;
  const shown: string[] = [where];
  for (let n = from; n <= to; n++) {
    const number = String(n).padStart(width);
    if (n !== line) shown.push(`  ${number} | ${lines[n - 1]}`);
    else {
      shown.push(`${RED}>${PLAIN} ${number} | ${lines[n - 1]}`);
      shown.push(`  ${" ".repeat(width)} | ${carets(lines[n - 1], column - 1)}`);
    }
  }
  return shown;
}

function innerErrors(thrown: Error): readonly unknown[] {
  const errors: unknown = thrown instanceof AggregateError ? thrown.errors : undefined;
  return Array.isArray(errors) ? errors.slice(0, CAUSES) : [];
}

function isError(value: unknown): value is Error {
  return attempt(
    () => value instanceof Error || Object.prototype.toString.call(value) === "[object Error]",
    false,
  );
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : attempt(() => inspect(value, { depth: 2 }), UNREADABLE);
}

/** What a cell throws may throw in its turn when it is looked at: a getter, a proxy, its own inspection. */
function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
