import type { Verification } from "./document";
import { counted, listed } from "./words";

/** What came of checking a write-up: Markdown, with the first deviations. */
export function sayVerification({ comparison, reruns, runs }: Verification): string {
  const { numbers, wrong, unsourced, missing, same } = comparison;
  const differing = reruns.filter(({ difference }) => difference !== null);
  const held = wrong.length === 0 ? "**all hold**" : `**${wrong.length} do not hold**`;
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
    ...[...wrong, ...unsourced].slice(0, 3).map(({ line, message }) => `- line ${line}: ${message}`),
    ...(missing.length > 0 ? [`${counted(missing.length, "line")} changed or left out.`] : []),
  ];
  return lines.join("\n\n").replace(/\n\n(?=- )/g, "\n");
}
