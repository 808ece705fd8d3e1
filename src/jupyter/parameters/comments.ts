import type * as ts from "typescript";

/**
 * What the comments say of a declaration: the one behind it on its line, else those on the lines right above it,
 * in one line. A comment that an empty line parts from it belongs to something else.
 */
export function commentOf(t: typeof ts, statement: ts.Statement, source: string): string | undefined {
  const behind = (t.getTrailingCommentRanges(source, statement.end) ?? []).map((range) =>
    textOf(range, source),
  );
  if (behind.length > 0) return words(behind);
  const above: string[] = [];
  let below = statement.getStart();
  for (const range of (t.getLeadingCommentRanges(source, statement.getFullStart()) ?? []).reverse()) {
    if ((source.slice(range.end, below).match(/\n/g) ?? []).length > 1) break;
    above.unshift(textOf(range, source));
    below = range.pos;
  }
  return words(above);
}

function textOf({ pos, end }: ts.CommentRange, source: string): string {
  return source
    .slice(pos, end)
    .replace(/^\/\/+|^\/\*+|\*+\/$/g, "")
    .replace(/^\s*\*+ ?/gm, "");
}

function words(texts: readonly string[]): string | undefined {
  const text = texts.join(" ").replace(/\s+/g, " ").trim();
  return text === "" ? undefined : text;
}
