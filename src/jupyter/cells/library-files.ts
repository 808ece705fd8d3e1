import { statSync } from "node:fs";
import type * as ts from "typescript";
import { prepared, type ParsedLibrary } from "./prepared";
import type { BoundFile, TypeScript } from "./typescript-internals";

/** Libraries' declarations, parsed once in a process: every notebook sees the same ones. */
const parsed = prepared()?.libraries ?? new Map<string, ParsedLibrary>();

/** Reads and parses a file of a library, unless the same text was parsed before; undefined if there is none. */
export function libraryFile(
  t: TypeScript,
  path: string,
  version: ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return undefined;
  const stamp = `${found.mtimeMs} ${found.size}`;
  const known = parsed.get(path);
  if (known?.stamp === stamp) return known.file;
  const file = parse(t, path, version);
  if (file) parsed.set(path, { stamp, file });
  return file;
}

function parse(t: TypeScript, path: string, version: ts.CreateSourceFileOptions): ts.SourceFile | undefined {
  const text = t.sys.readFile(path);
  if (text === undefined) return undefined;
  if (path.endsWith(".d.ts")) {
    const file = t.createSourceFile(path, withoutDocumentation(text), version) as BoundFile;
    if (file.parseDiagnostics.length === 0) return file;
    // What looked like documentation was none.
  }
  return t.createSourceFile(path, text, version);
}

/**
 * Half of the time to read declarations goes into their documentation, which only a hover wants; `documentation.ts`
 * reads it when one does. Nothing shows a place in these files, so that it may move.
 */
function withoutDocumentation(text: string): string {
  return text.replace(/^[ \t]*\/\*\*(?!\/)[^]*?\*\//gm, "");
}
