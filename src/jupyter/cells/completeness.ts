import { cellTags } from "./cell-tags";
import type { BoundFile, TypeScript } from "./typescript";
import type { CellCompiler } from "./types";

/**
 * Whether Enter should run a cell: it is incomplete when its only trouble is that it ends too early, as in an open
 * brace, string template or comment; an empty line at the end says that no more comes.
 */
export function completeness(t: TypeScript, source: string): ReturnType<CellCompiler["isComplete"]> {
  const name = cellTags(t, source).jsx ? "cell.tsx" : "cell.ts";
  const file = t.createSourceFile(name, source, t.ScriptTarget.ES2022) as BoundFile;
  const errors = file.parseDiagnostics;
  if (errors.length === 0) return { status: "complete" };
  const end = source.trimEnd().length;
  const open = errors.every(
    ({ start, code }) =>
      UNTERMINATED.has(code) || (start !== undefined && start >= end && UNFINISHED.has(code)),
  );
  if (!open || /\n[ \t]*\n[ \t]*$/.test(source)) return { status: "invalid" };
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
