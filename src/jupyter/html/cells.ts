import { literalDeclarations } from "../literal-declarations";
import type { Cell, CodeCell } from "../nbformat";
import { hasTag } from "../tags";
import { highlight } from "./code";
import type { MarkdownRenderer } from "./markdown";
import { outputHtml } from "./outputs";
import { escapeHtml } from "./text";

/** Where a cell stands: its address on the page is `cell-PLACE`. */
interface Place {
  readonly place: number;
  /** Whether the notebook was run at all: only then is a cell without a run worth a word. */
  readonly executed: boolean;
  /** The cell before it. */
  readonly before?: Cell;
}

/**
 * A cell as HTML: prose, or folded code with its outputs; empty for a cell that shows nothing. Tags make a
 * workshop's parts: `predict` is a box for a guess, `exercise` shows its code, `solution` and `notes` are folded.
 */
export function cellHtml(cell: Cell, at: Place, markdown: MarkdownRenderer): string {
  if (cell.cell_type === "raw" || (cell.source.trim() === "" && outputsOf(cell).length === 0)) return "";
  const id = `id="cell-${at.place}"`;
  if (hasTag(cell, "notes")) {
    return `<details class="notes" ${id}><summary>Facilitator’s notes</summary>${bodyHtml(cell, at, markdown, false)}</details>`;
  }
  if (hasTag(cell, "predict")) {
    return (
      `<section class="predict" ${id}><p class="label">Write down your guess</p>` +
      `${bodyHtml(cell, at, markdown, true)}</section>`
    );
  }
  if (hasTag(cell, "solution")) {
    const open = failed(cell) ? " open" : "";
    return (
      `<details class="solution" ${id}${open}><summary>Solution</summary>` +
      `${plainHtml(cell, at, markdown, false)}</details>`
    );
  }
  if (hasTag(cell, "exercise")) {
    // Words and starting point are one exercise, in one box.
    const goesOn = at.before !== undefined && hasTag(at.before, "exercise");
    return (
      `<section class="cell exercise${goesOn ? " continued" : ""}" ${id}>` +
      `${goesOn ? "" : `<p class="label">Exercise</p>`}${plainHtml(cell, at, markdown, true)}</section>`
    );
  }
  if (cell.cell_type === "markdown") return markdown.render(cell.source);
  return `<section class="cell" ${id}>${bodyHtml(cell, at, markdown, true)}</section>`;
}

/** Whether a cell failed that was not meant to. */
export function failed(cell: Cell): cell is CodeCell {
  return (
    outputsOf(cell).some(({ output_type }) => output_type === "error") && !hasTag(cell, "raises-exception")
  );
}

function outputsOf(cell: Cell): CodeCell["outputs"] {
  return cell.cell_type === "code" ? cell.outputs : [];
}

function bodyHtml(cell: Cell, at: Place, markdown: MarkdownRenderer, listed: boolean): string {
  if (cell.cell_type !== "code") return markdown.render(cell.source, { listed });
  return sourceHtml(cell) + restHtml(cell, at, markdown, listed);
}

/** A cell whose code is not folded: it is what the reader came for. */
function plainHtml(cell: Cell, at: Place, markdown: MarkdownRenderer, listed: boolean): string {
  if (cell.cell_type !== "code") return markdown.render(cell.source, { listed });
  return codeHtml(cell) + restHtml(cell, at, markdown, listed);
}

/** What came of a code cell: its outputs, or that it was not run. */
function restHtml(cell: CodeCell, at: Place, markdown: MarkdownRenderer, listed: boolean): string {
  const expected = hasTag(cell, "raises-exception");
  const shown = cell.outputs.map((output) => outputHtml(output, markdown, { listed, expected })).join("\n");
  const idle = at.executed && cell.execution_count === null && cell.outputs.length === 0;
  const skipped = hasTag(cell, "skip-execution") ? "Not run: it is marked to be skipped" : "Not run";
  return shown + (idle && cell.source.trim() !== "" ? `<p class="idle">${skipped}.</p>` : "");
}

function sourceHtml(cell: CodeCell): string {
  const set = hasTag(cell, "injected-parameters") ? literalDeclarations(cell.source) : [];
  if (set.length > 0) {
    const rows = set.map(
      ({ name, default: value }) =>
        `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(typeof value === "string" ? value : JSON.stringify(value))}</td></tr>`,
    );
    return (
      `<div class="wide"><table class="parameters"><caption>Set for this run</caption><thead><tr><th scope="col">Parameter</th>` +
      `<th scope="col">Value</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`
    );
  }
  const open = outputsOf(cell).some(({ output_type }) => output_type === "error") ? " open" : "";
  return `<details class="code"${open}><summary>Show code</summary>${codeHtml(cell)}</details>`;
}

function codeHtml({ source }: CodeCell): string {
  return `<pre class="source-code"><code>${highlight(source, "typescript")}</code></pre>`;
}
