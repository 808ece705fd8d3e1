import type { BoundFile, TypeScript } from "./typescript";
import type { CellCompiler } from "./types";

/**
 * Whether Enter should run a cell: it is incomplete when its only trouble is that it ends too early, as in an open
 * brace, string template or comment; an empty line at the end runs it anyway.
 */
export function completeness(t: TypeScript, source: string): ReturnType<CellCompiler["isComplete"]> {
  const file = t.createSourceFile("cell.tsx", source, t.ScriptTarget.ES2022) as BoundFile;
  const errors = file.parseDiagnostics;
  if (errors.length === 0) return { status: "complete" };
  const tooEarly = errors.some(
    ({ start, length, code }) =>
      (start !== undefined && start + (length ?? 0) >= source.trimEnd().length && UNFINISHED.has(code)) ||
      UNTERMINATED.has(code),
  );
  if (!tooEarly) return { status: "invalid" };
  if (/\n[ \t]*\n[ \t]*$/.test(source)) return { status: "invalid" };
  return { status: "incomplete", indent: indentAfter(source) };
}

/** "'}' expected", "Expression expected" and the like, when they are complaints about the end. */
const UNFINISHED = new Set([
  1003, 1005, 1109, 1110, 1123, 1126, 1128, 1134, 1135, 1136, 1137, 1138, 1145, 1146, 1472, 17008,
]);

/** A comment or a template that nothing ends. */
const UNTERMINATED = new Set([1010, 1160]);

/** The indent of the line after the last: two more spaces after an opening bracket. */
function indentAfter(source: string): string {
  const last = source.slice(source.lastIndexOf("\n") + 1);
  const indent = /^[ \t]*/.exec(last)?.[0] ?? "";
  return /[{([]\s*(\/\/.*)?$|=>\s*$/.test(last) ? `${indent}  ` : indent;
}
