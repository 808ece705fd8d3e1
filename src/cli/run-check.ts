import { checkNotebook, type NotebookDiagnostic } from "../jupyter";
import { printable } from "./progress";
import type { Job } from "./run-plan";
import { countWords } from "./run-words";

// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
/** What is shown of a long source line, and how much of it stands before the place in question. */
const LONGEST_LINE = 74;
const BEFORE = 40;

/**
 * Type-checks notebooks without running them, and prints each complaint with its line.
 *
 * @returns whether all type-check
 */
export function checkJobs(jobs: readonly Job[], json: boolean | undefined): boolean {
  const checked = jobs.map(({ path, parameters }) => ({
    notebook: path,
    diagnostics: checkNotebook(path, parameters),
  }));
  const ok = checked.every(({ diagnostics }) => diagnostics.length === 0);
  if (json) {
    console.log(JSON.stringify({ ok, notebooks: checked }, null, 2));
    return ok;
  }
  for (const { notebook, diagnostics } of checked) {
    for (const diagnostic of diagnostics) console.log(diagnosticText(notebook, diagnostic));
  }
  const errors = checked.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  const found = ok ? "no type errors" : countWords(errors, "type error");
  console.log(`${countWords(checked.length, "notebook")}: ${found}`);
  return ok;
}

/** `a.ipynb cell 3 (load):2:7 - message`, the source line, and marks below the part that is meant. */
export function diagnosticText(notebook: string, diagnostic: NotebookDiagnostic): string {
  const { cell, cellId, file, start, message } = diagnostic;
  const place = `${notebook} cell ${cell} (${cellId})`;
  const where = file === undefined ? place : `${place}, ${file}`;
  const head = `${printable(where)}:${start.line + 1}:${start.column + 1} - `;
  return [head + message.split("\n").map(printable).join("\n  "), ...marked(diagnostic)].join("\n");
}

function marked({ text, start, end }: NotebookDiagnostic): string[] {
  if (text.trim() === "") return [];
  const last = Math.min(end.line === start.line ? end.column : text.length, text.length);
  const cut =
    text.length > LONGEST_LINE ? Math.max(0, Math.min(start.column - BEFORE, text.length - LONGEST_LINE)) : 0;
  const shown = text.slice(cut, cut + LONGEST_LINE).replace(CONTROLS, " ");
  const from = start.column - cut;
  const length = Math.max(1, Math.min(last - cut, LONGEST_LINE) - from);
  return [`    ${shown}`, `    ${" ".repeat(from)}^${"~".repeat(length - 1)}`];
}
