import { collectFindings, isFinding } from "../findings";
import { cellHtml } from "./cells";
import { htmlDocument } from "./document";
import { findingsHtml } from "./findings";
import { type Heading, MarkdownRenderer } from "./markdown";
import { escapeHtml, safeHref, terminalText } from "./text";
import type { Notebook } from "../nbformat";

/**
 * An executed notebook as one HTML page that works offline: findings first, interactive charts with pictures
 * for paper and for readers without scripts, folded code, both themes. All that comes from the notebook is
 * escaped or sanitised.
 *
 * @param options.title heading of the page; a first heading in the notebook that says the same is left out
 * @param options.source name of the notebook's file, shown under the title
 * @example writeText("reports/01-baseline.html", exportHtml(run.notebook, {title: "Baseline", source: "01-baseline.ipynb"}));
 */
export function exportHtml(notebook: Notebook, { title, source }: { title: string; source: string }): string {
  const markdown = new MarkdownRenderer();
  const cells = withoutTitle(notebook, title).cells.map((cell) => cellHtml(cell, markdown));
  const main = cells.filter((html) => html !== "").join("\n");
  const findings = collectFindings(notebook).filter(isFinding);
  const header =
    `<h1>${escapeHtml(title)}</h1><p class="source">${escapeHtml(source)}</p>` +
    (findings.length > 0
      ? `<section class="summary" aria-label="In short">${findingsHtml(findings)}</section>`
      : "") +
    contents(markdown.headings);
  return htmlDocument({ title, header, main, charts: main.includes('<figure class="chart') });
}

/** A page of the index: its findings, and what went wrong with it, if anything did. */
export interface IndexEntry {
  readonly title: string;
  /** Relative address of the page. */
  readonly href: string;
  readonly findings: readonly unknown[];
  readonly failure?: string;
}

/** The page that leads to the others: what each found, or how it failed. */
export function exportIndex(entries: readonly IndexEntry[], { title }: { title: string }): string {
  const main = entries.map(({ title: name, href, findings, failure }) => {
    const address = safeHref(href);
    const heading =
      address === null ? escapeHtml(name) : `<a href="${escapeHtml(address)}">${escapeHtml(name)}</a>`;
    const boxes = findingsHtml(findings);
    const failed =
      failure === undefined
        ? ""
        : `<div class="error" role="alert"><strong>Failed</strong><pre>${terminalText(failure)}</pre></div>`;
    const empty = boxes === "" && failed === "" ? `<p class="source">No finding displayed.</p>` : "";
    return `<article class="entry"><h2>${heading}</h2>${failed}${boxes}${empty}</article>`;
  });
  const pages = `${entries.length} page${entries.length === 1 ? "" : "s"}`;
  const header = `<h1>${escapeHtml(title)}</h1><p class="source">${pages}</p>`;
  return htmlDocument({ title, header, main: main.join("\n"), charts: false });
}

/** The notebook without a first heading that repeats the page's title. */
function withoutTitle(notebook: Notebook, title: string): Notebook {
  const at = notebook.cells.findIndex(
    ({ cell_type, source }) => cell_type === "markdown" && /^#\s/m.test(source),
  );
  const cell = notebook.cells[at];
  const heading = cell && /^#\s+(.*\S)\s*$/m.exec(cell.source);
  if (!heading || heading[1] !== title) return notebook;
  const rest = { ...cell, source: cell.source.replace(heading[0], "").trim() };
  return { ...notebook, cells: notebook.cells.map((other, i) => (i === at ? rest : other)) } as Notebook;
}

/** A table of contents, where there are enough headings for one. */
export function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level <= 3);
  if (shown.length < 3) return "";
  const items = shown.map(
    ({ level, text, id }) =>
      `<li class="level-${level === 3 ? 3 : 2}"><a href="#${escapeHtml(encodeURIComponent(id))}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ol>${items.join("")}</ol></details></nav>`;
}
