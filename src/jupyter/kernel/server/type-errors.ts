import type { CellError } from "../../cell-error";
import type { CellDiagnostic } from "../../cells";

const RED = "\u001b[31m";
const PLAIN = "\u001b[39m";

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
  const carets = "^".repeat(Math.max(1, Math.min(until, text.length) - start.column));
  // Tabs stay tabs, so that the caret stands under its place.
  const indent = text.slice(0, start.column).replace(/[^\t]/g, " ");
  return [`  ${number} | ${text}`, `  ${" ".repeat(number.length)} | ${indent}${RED}${carets}${PLAIN}`];
}
