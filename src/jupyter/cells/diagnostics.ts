import { posix } from "node:path";
import type * as ts from "typescript";
import type { BoundFile, TypeScript } from "./typescript";
import type { CellDiagnostic } from "./types";

/** `import x = require()` is fine in a cell, which is no ECMAScript module once it is translated. */
const ACCEPTED = new Set([1202]);

/** The errors in a cell, or in an own file seen from `folder`: of its syntax, or else of its types. */
export function diagnosticsOf(
  t: TypeScript,
  program: ts.Program,
  file: BoundFile,
  folder?: string,
): CellDiagnostic[] {
  const syntax = program.getSyntacticDiagnostics(file);
  const found = syntax.length > 0 ? syntax : program.getSemanticDiagnostics(file);
  return found
    .filter((one) => one.category === t.DiagnosticCategory.Error && !ACCEPTED.has(one.code))
    .map((one) => described(t, one, folder));
}

/** One complaint with its place; `folder` when it is about a file there and not about the cell. */
export function described(t: TypeScript, one: ts.Diagnostic, folder: string | undefined): CellDiagnostic {
  const message = t.flattenDiagnosticMessageText(one.messageText, "\n");
  const nowhere = { line: 0, column: 0 };
  if (!one.file || one.start === undefined) {
    return { message, code: one.code, start: nowhere, end: nowhere, text: "" };
  }
  const source = one.file;
  const at = (offset: number) => {
    const { line, character } = t.getLineAndCharacterOfPosition(source, offset);
    return { line, column: character };
  };
  const start = at(one.start);
  const end = at(one.start + (one.length ?? 0));
  const text = source.text.split(/\r\n|[\n\r\u2028\u2029]/)[start.line] ?? "";
  return {
    message,
    code: one.code,
    start,
    end,
    ...(folder === undefined ? {} : { file: posix.relative(folder, source.fileName) }),
    text,
  };
}
