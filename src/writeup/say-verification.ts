import type { Deviation, Verification } from "./document";
import { counted, listed, plain } from "./words";

/** What came of checking a write-up: Markdown, with the first deviations. */
export function sayVerification({ comparison, reruns, runs }: Verification): string {
  const { numbers, wrong, edited, unsourced, missing, same } = comparison;
  const differing = reruns.filter(({ difference }) => difference !== null);
  const held =
    wrong.length === 0
      ? "**all hold**"
      : `**${wrong.length} ${wrong.length === 1 ? "does" : "do"} not hold**`;
  const lines = [
    `${counted(numbers, "number")} computed again from ${counted(runs, "run")} in the store: ${held}.`,
    ...(reruns.length > 0
      ? [
          `${counted(reruns.length, "run")} trained again from the specs: ` +
            (differing.length === 0
              ? "the same to the bit."
              : `${differing.length} not the same (${listed(differing.map(({ run }) => run.slice(0, 12)))}).`),
        ]
      : []),
    ...(same ? ["The document is what the runs give, to the letter."] : []),
    ...list(`${wrong.length} not what the runs give`, wrong),
    ...list(`${counted(unsourced.length, "number")} without a source`, unsourced),
    ...list(`${counted(edited.length, "line")} of the author's own, not vouched for`, edited),
    ...(missing.length > 0
      ? [`${counted(missing.length, "line")} of the runs' document changed or left out.`]
      : []),
  ];
  return lines.join("\n\n").replace(/\n\n(?=- )/g, "\n");
}

/** The first of what is to be told, as far as it is quoted text without what Markdown would read as markup. */
function list(what: string, found: readonly Deviation[]): string[] {
  if (found.length === 0) return [];
  const shown = found.slice(0, 3).map(({ line, message }) => `- line ${line}: ${plain(message)}`);
  return [`${what}:`, ...shown, ...(found.length > 3 ? [`- and ${found.length - 3} more`] : [])];
}
