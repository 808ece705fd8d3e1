import type { TypeScript } from "./typescript";

/** What stock tslab reads from the JSDoc comments at the start of a cell. */
export interface CellTags {
  /** `@module name`: the cell is a module that later cells import as `./name`. */
  module?: string;
  /** `@jsx`: the cell has JSX. */
  jsx: boolean;
  /** `@browser`: the cell is meant for a browser. */
  browser: boolean;
}

/** Reads the tags of the comments before a cell's first statement. */
export function cellTags(t: TypeScript, source: string): CellTags {
  const tags: CellTags = { jsx: false, browser: false };
  if (!source.includes("/**")) return tags;
  const scanner = t.createScanner(t.ScriptTarget.Latest, false, t.LanguageVariant.Standard, source);
  for (;;) {
    const kind = scanner.scan();
    if (kind < t.SyntaxKind.FirstTriviaToken || kind > t.SyntaxKind.LastTriviaToken) return tags;
    if (kind !== t.SyntaxKind.MultiLineCommentTrivia) continue;
    const read = t.parseIsolatedJSDocComment(scanner.getTokenText());
    if (!read || read.diagnostics.length > 0) continue;
    for (const { tagName, comment } of read.jsDoc?.tags ?? []) {
      if (tagName.text === "module" && typeof comment === "string" && /^[a-zA-Z0-9_-]+$/.test(comment)) {
        tags.module = comment;
      }
      if (tagName.text === "jsx") tags.jsx = true;
      if (tagName.text === "browser") tags.browser = true;
    }
  }
}
