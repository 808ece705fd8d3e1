import { stripVTControlCharacters } from "node:util";
import type { CellError } from "../cell-error";
import type { CodeCell } from "../nbformat";

/** The cell that ended a run, and how. */
export interface CellFailure {
  /** 1-based, among the code cells of the executed notebook (an injected parameters cell counts). */
  cell: number;
  cellId: string;
  /** `TypeScriptError` for a type error, `TimeoutError`, `KernelDied`, `Interrupted`; otherwise the error's name. */
  name: string;
  message: string;
  /** What the cell was doing, where it did not end by itself. */
  doing?: CellActivity;
}

/** What can be told of a cell that was stopped. */
export interface CellActivity {
  /** The last heading above the cell; empty when there is none. */
  heading: string;
  /** The first line of its code that is no comment. */
  code: string;
  /** The last line that it printed or showed as text, if it did. */
  lastOutput?: string;
}

const STOPPED = new Set(["TimeoutError", "KernelDied", "Interrupted"]);
const LONGEST = 200;

/** The failure that a cell's error is. */
export function cellFailure(cell: CodeCell, number: number, heading: string, error: CellError): CellFailure {
  const failure = { cell: number, cellId: cell.id, name: error.ename, message: error.evalue };
  return STOPPED.has(error.ename) ? { ...failure, doing: activityOf(cell, heading) } : failure;
}

function activityOf(cell: CodeCell, heading: string): CellActivity {
  const code = lines(cell.source).find((line) => !/^(\/\/|\/?\*)/.test(line)) ?? "";
  const texts = cell.outputs.map((output) => {
    if (output.output_type === "stream") return output.text;
    if (output.output_type === "error") return "";
    const text = output.data["text/plain"];
    return typeof text === "string" ? text : "";
  });
  const lastOutput = texts.flatMap(lines).at(-1);
  return { heading, code, ...(lastOutput === undefined ? {} : { lastOutput }) };
}

function lines(text: string): string[] {
  return stripVTControlCharacters(text)
    .split(/[\r\n]+/)
    .map((line) => line.trim().slice(0, LONGEST))
    .filter((line) => line !== "");
}
