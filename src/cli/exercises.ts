import { basename } from "node:path";
import type { CheckResult } from "../jupyter";
import { wrap } from "./findings-table";
import { printable } from "./progress";
import { countWords } from "./run-words";

/** What the checks of one notebook's exercises found. */
export interface Checked {
  notebook: string;
  checks: readonly CheckResult[];
}

/** How many exercises are solved and, of each that is not, what does not hold yet and where to look; "" without any. */
export function exercisesText(notebooks: readonly Checked[], width: number): string {
  const all = notebooks.flatMap(({ notebook, checks }) =>
    checks.map((check) => ({ recipe: basename(notebook, ".ipynb"), ...check })),
  );
  if (all.length === 0) return "";
  const open = all.filter(({ passed }) => !passed);
  const solved = `${all.length - open.length} of ${countWords(all.length, "exercise")} solved.`;
  const indented = (text: string, indent: string): string[] =>
    wrap(printable(text), Math.max(width, 40) - indent.length).map((line) => indent + line);
  const lines = open.flatMap(({ recipe, title, failed = "", hint = "" }) => [
    ...indented(`${recipe}: ${title}`, "  "),
    ...indented(`not yet: ${failed}`, "    "),
    ...indented(`hint: ${hint}`, "    "),
  ]);
  return [solved, ...lines].join("\n");
}
