import { stripVTControlCharacters } from "node:util";
import type { CodeCell } from "./nbformat";

/** What nbformat's `error` output says. */
export interface CellError {
  ename: string;
  evalue: string;
  traceback: string[];
}

const DIAGNOSTIC = /^(?:.+ )?\d+:\d+ - /;
const UNHANDLED = /^(UnhandledPromiseRejection|UncaughtException): ([\s\S]*)$/;
const FRAME = /^\s+at /;
/** The place that Node puts before an error thrown at a script's top level: file and line, the line, a caret. */
const ARROW = /^\S+:\d+\n(?:.*\n){0,3}?\s*\^+\n\n?/;
/** Frames of the machinery under a cell: Node and the kernel, not the cell or what it called. */
const MACHINERY =
  /\((?:node:(?:internal|vm)|.*[\\/]tslab[\\/]dist[\\/])|at (?:async )?(?:node:|.*[\\/]tslab[\\/]dist[\\/])/;

/**
 * The error of a cell that stock tslab replied `error` to. tslab sends no `error` message: it prints what was
 * thrown, or one line per type error, with `console.error`, each call in a stream message of its own. So the
 * error is in the cell's last stderr messages.
 *
 * @param stderr the texts of the cell's stderr messages, in order
 * @returns the error, and how many of the last messages it was read from
 */
export function thrownError(stderr: readonly string[]): { error: CellError; messages: number } {
  const texts = stderr.map((text) => stripVTControlCharacters(text).replace(/\n$/, ""));
  const last = texts.at(-1);
  if (last === undefined) {
    return {
      error: { ename: "Error", evalue: "the kernel reported an error without a message", traceback: [] },
      messages: 0,
    };
  }
  if (DIAGNOSTIC.test(last)) {
    let first = texts.length - 1;
    while (first > 0 && DIAGNOSTIC.test(texts[first - 1])) first--;
    const diagnostics = texts.slice(first);
    const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
    return {
      error: { ename: "TypeScriptError", evalue: diagnostics[0] + more, traceback: diagnostics },
      messages: diagnostics.length,
    };
  }
  return { error: parseThrown(last), messages: 1 };
}

/** A rejected promise that nobody awaited, or an exception in a callback: tslab prints it and replies `ok`. */
export function unhandledError(stderr: readonly string[]): { error: CellError; message: string } | undefined {
  for (const message of stderr) {
    const match = UNHANDLED.exec(stripVTControlCharacters(message).replace(/\n$/, ""));
    if (!match) continue;
    const { ename, evalue, traceback } = parseThrown(match[2]);
    return { error: { ename: match[1], evalue: `${ename}: ${evalue}`, traceback }, message };
  }
  return undefined;
}

function parseThrown(text: string): CellError {
  const lines = text.replace(ARROW, "").split("\n");
  const firstFrame = lines.findIndex((line) => FRAME.test(line));
  const header = (firstFrame < 0 ? lines : lines.slice(0, firstFrame)).join("\n");
  const traceback = text.split("\n").filter((line) => !(FRAME.test(line) && MACHINERY.test(line)));
  // "RangeError: ...", "Error [ERR_CODE]: ..."; a thrown value that is no Error has neither name nor frames.
  const match = /^([A-Za-z_$][\w$.]*)(?: \[[\w.]+\])?(?:: ([\s\S]*))?$/.exec(header);
  if (match && (firstFrame >= 0 || /(Error|Exception)$/.test(match[1]))) {
    return { ename: match[1], evalue: match[2] ?? "", traceback };
  }
  return { ename: "Error", evalue: header, traceback };
}

/**
 * Adds `error` to a cell's outputs; `shown`, text at the end of its stderr stream that says the same, is taken
 * out, so that readers see it once.
 */
export function appendError(cell: CodeCell, error: CellError, shown = ""): void {
  const isStderr = cell.outputs.map((o) => o.output_type === "stream" && o.name === "stderr");
  const index = isStderr.lastIndexOf(true);
  const stream = cell.outputs[index];
  if (shown !== "" && stream?.output_type === "stream" && stream.text.endsWith(shown)) {
    stream.text = stream.text.slice(0, -shown.length);
    if (stream.text === "") cell.outputs.splice(index, 1);
  }
  cell.outputs.push({ output_type: "error", ...error });
}
