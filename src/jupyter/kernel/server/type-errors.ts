import type { CellError } from "../../cell-error";
import type { CellDiagnostic } from "../../cells";
import { carets, PLAIN, RED } from "../marks";

/**
 * What a cell that does not type-check says: the first complaint, then of each its place, its line and a caret
 * under it.
 *
 * @param label how the cell is called, e.g. `cell [3]`
 */
export function typeErrors(diagnostics: readonly CellDiagnostic[], label: string): CellError {
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  const ename = "TypeScriptError";
  const evalue = `${place(diagnostics[0])} - ${diagnostics[0].message}${more}`;
  const traceback = diagnostics.flatMap((diagnostic, i) => {
    const { file = label, start, code, message } = diagnostic;
    const where = `${file}, line ${start.line + 1}, column ${start.column + 1} (TS${code})`;
    return [i === 0 ? where : `${where}: ${message}`, ...marked(diagnostic)];
  });
  return { ename, evalue, traceback: [`${RED}${ename}${PLAIN}: ${evalue}`, ...traceback] };
}

function place({ file, start }: CellDiagnostic): string {
  return `${file === undefined ? "" : `${file} `}${start.line + 1}:${start.column + 1}`;
}

function marked({ text, start, end }: CellDiagnostic): string[] {
  const number = `${start.line + 1}`;
  const until = end.line === start.line ? end.column : text.length;
  const length = Math.max(1, Math.min(until, text.length) - start.column);
  return [`  ${number} | ${text}`, `  ${" ".repeat(number.length)} | ${carets(text, start.column, length)}`];
}
