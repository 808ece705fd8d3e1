import type * as ts from "typescript";
import type { BoundFile } from "./typescript";
import type { Completions } from "./types";
import type { Workspace } from "./workspace";

export const NEVER_CANCELLED = {
  isCancellationRequested: (): boolean => false,
  throwIfCancellationRequested: (): void => undefined,
};

/** What could stand at `cursor` of a cell's file: names that begin with what is there first, then the rest. */
export function completionsAt(
  workspace: Workspace,
  file: BoundFile,
  cursor: number,
  isEarlier: (name: string) => boolean,
): Completions {
  const { t, options, files } = workspace;
  const host = { ...files.host, getCompilationSettings: () => options };
  const info = t.Completions.getCompletionsAtPositionForTslab(
    host,
    workspace.program(),
    () => undefined,
    file,
    cursor,
    {},
    undefined,
    t.CompletionTriggerKind.Invoked,
    NEVER_CANCELLED,
  );
  const { start, end } = replaced(workspace, file, cursor, info);
  const typed = file.text.slice(start, cursor);
  const entries = (info?.entries ?? [])
    .map((entry) => {
      const earlier = !info?.isMemberCompletion && isEarlier(entry.name);
      return { entry, rank: rankOf(entry.name, typed), order: earlier ? EARLIER : entry.sortText };
    })
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || compare(a.order, b.order) || compare(a.entry.name, b.entry.name))
    .map(({ entry }) => entry);
  return {
    matches: entries.map(({ name }) => name),
    start,
    end,
    types: entries.map(({ name, kind }) => ({ text: name, type: kind || "text" })),
  };
}

/** Names of earlier cells come right after those of this one, which TypeScript sorts under 11. */
const EARLIER = "11a";

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function rankOf(name: string, typed: string): number {
  if (name.startsWith(typed)) return 0;
  const lower = name.toLowerCase();
  if (lower.startsWith(typed.toLowerCase())) return 1;
  return lower.includes(typed.toLowerCase()) ? 2 : 3;
}

/** The name around the cursor, or the nothing at it. */
function replaced({ t }: Workspace, file: BoundFile, cursor: number, info: ts.CompletionInfo | undefined) {
  const span =
    info?.optionalReplacementSpan ?? info?.entries.find((entry) => entry.replacementSpan)?.replacementSpan;
  if (span) return { start: span.start, end: span.start + span.length };
  const before = t.findPrecedingToken(cursor, file);
  if (before && t.isIdentifier(before) && before.end >= cursor)
    return { start: before.getStart(file), end: before.end };
  const name = /[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.exec(file.text.slice(0, cursor));
  return { start: cursor - (name?.[0].length ?? 0), end: cursor };
}
