import { highlight } from "./code";
import type { MarkdownRenderer } from "./markdown";
import { outputHtml } from "./outputs";
import { escapeHtml } from "./text";
import { literalDeclarations } from "../literal-declarations";
import type { Cell, CodeCell } from "../nbformat";

/** A cell as HTML: prose, or folded code with its outputs; empty for a cell that shows nothing. */
export function cellHtml(cell: Cell, markdown: MarkdownRenderer): string {
  if (cell.cell_type === "markdown") return markdown.render(cell.source);
  if (cell.cell_type !== "code" || (cell.source.trim() === "" && cell.outputs.length === 0)) return "";
  const outputs = cell.outputs.map((output) => outputHtml(output, markdown)).join("\n");
  return `<section class="cell">${sourceHtml(cell)}${outputs}</section>`;
}

function sourceHtml({ source, metadata, outputs }: CodeCell): string {
  const injected = Array.isArray(metadata.tags) && metadata.tags.includes("injected-parameters");
  const set = injected ? literalDeclarations(source) : [];
  if (set.length > 0) {
    const rows = set.map(
      ({ name, default: value }) =>
        `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(typeof value === "string" ? value : JSON.stringify(value))}</td></tr>`,
    );
    return (
      `<table class="parameters"><caption>Set for this run</caption><thead><tr><th scope="col">Parameter</th>` +
      `<th scope="col">Value</th></tr></thead><tbody>${rows.join("")}</tbody></table>`
    );
  }
  const failed = outputs.some(({ output_type }) => output_type === "error");
  return (
    `<details class="code"${failed ? " open" : ""}><summary>Show code</summary>` +
    `<pre><code>${highlight(source, "typescript")}</code></pre></details>`
  );
}
