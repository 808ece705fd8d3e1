import { displayTarget } from "./display";
import { renderParts } from "./render";

/**
 * Shows a value in the cell that runs: a chart as an interactive picture, a dataset or a table as an HTML
 * table, a finding as a box, a study as a chart with its words. Outside a kernel it prints the text form. Nothing to await.
 *
 * @param value a value with a `kind`, or an array of records
 * @throws InputError for a value of no known kind
 * @example
 * show(lossChart([{ label: "constant 0.3", records }]))
 */
export function show(value: unknown): void {
  const target = displayTarget();
  for (const part of renderParts(value)) target.display(part);
}

/**
 * Shows Markdown that was computed, such as a conclusion. Text that comes from data should pass
 * `escapeMarkdown` first; raw HTML is not rendered on exported pages.
 *
 * @example
 * showMarkdown(`The best rate is **${rate}**.`)
 */
export function showMarkdown(markdown: string): void {
  displayTarget().display({ "text/markdown": markdown, "text/plain": markdown });
}
