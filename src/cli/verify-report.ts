import { escapeControls } from "../data";
import { VERSION } from "../version";
import type { Deviation, Verification } from "../writeup";
import { countWords } from "./run-words";

/** How many of each kind of remark are listed. */
const SHOWN = 5;

/**
 * What is not as the runs have it, the gravest first; empty where all is.
 *
 * @param edited whether lines may be the author's own
 */
export function problemsOf(
  { comparison, reruns }: Verification,
  pictures: readonly string[],
  edited: boolean,
): string[] {
  const { wrong, edited: words, unsourced, missing } = comparison;
  const at = ({ line, column, message }: Deviation): string => `line ${line}, column ${column}: ${message}`;
  const allowed = (text: string): string => `${text} (--edited allows it)`;
  return [
    ...wrong.map(at),
    ...reruns.flatMap(({ run, difference }) =>
      difference === null ? [] : [`run ${run.slice(0, 12)}, trained again, is another: ${difference}`],
    ),
    ...pictures,
    ...(edited
      ? []
      : [
          ...unsourced.map((one) => allowed(at(one))),
          ...words.map((one) => allowed(at(one))),
          ...missing.map((line) => allowed(`a line was changed, moved or left out: "${short(line)}"`)),
        ]),
  ];
}

/** What was checked, and what came of it. */
export function verifyReport(
  file: string,
  checked: Verification,
  pictures: readonly string[],
  edited: boolean,
  seed: number,
): string {
  const { comparison, reruns, runs } = checked;
  const { wrong, edited: words, unsourced, missing, numbers, same } = comparison;
  const differing = reruns.filter(({ difference }) => difference !== null).length;
  const list = (items: readonly string[]): string[] => [
    ...items.slice(0, SHOWN).map((item) => `  ${escapeControls(item)}`),
    ...(items.length > SHOWN ? [`  and ${items.length - SHOWN} more`] : []),
  ];
  const problems = problemsOf(checked, pictures, edited);
  const remarks = edited
    ? [
        ...(words.length > 0
          ? [
              `${countWords(words.length, "line")} of the author's own, not vouched for:`,
              ...list(words.map(({ line }) => `line ${line}`)),
            ]
          : []),
        ...(missing.length > 0
          ? [
              `${countWords(missing.length, "line")} of the runs' document changed, moved or left out:`,
              ...list(missing.map(short)),
            ]
          : []),
        ...(unsourced.length > 0
          ? [
              `${countWords(unsourced.length, "number")} of the author's own, not checked:`,
              ...list(unsourced.map(({ line, message }) => `line ${line}: ${message}`)),
            ]
          : []),
      ]
    : [];
  return [
    `${escapeControls(file)}: ${countWords(numbers, "number")} computed again from ${countWords(runs, "run")} in the store: ` +
      (wrong.length === 0 ? "all hold" : `${wrong.length} do not hold`),
    reruns.length === 0
      ? "no run was trained again"
      : `${countWords(reruns.length, "run")} trained again from ${reruns.length === 1 ? "its spec" : "their specs"}: ` +
        (differing === 0 ? "the same to the bit" : `${differing} not the same`) +
        ` (--seed ${seed} takes the same)`,
    ...(same && pictures.length === 0 ? ["the document is what the runs give, to the letter"] : []),
    ...remarks,
    ...(same || checked.origin.lrLab === VERSION
      ? []
      : [`written by lr-lab ${checked.origin.lrLab}, read by ${VERSION}: words may differ for that alone`]),
    ...(problems.length > 0 ? ["not as the runs have it:", ...list(problems)] : []),
  ].join("\n");
}

const short = (line: string): string => (line.length > 100 ? `${line.slice(0, 99)}…` : line);
