import { collectFindings, isFinding } from "../findings";
import type { Notebook } from "../nbformat";
import { cellHtml } from "./cells";
import { contents } from "./contents";
import { htmlDocument, type PageLink, type PageLinks } from "./document";
import { findingsHtml } from "./findings";
import { MarkdownRenderer } from "./markdown";
import { failureOf, stoppedOf, wasExecuted } from "./notebook-summary";
import { escapeHtml, terminalText } from "./text";

/** What a page says beside its notebook; `home`, `previous` and `next` are links where given. */
export interface PageOptions extends PageLinks {
  /** Heading of the page; a first heading in the notebook that says the same is left out. */
  readonly title: string;
  /** Name of the notebook's file, shown under the title. */
  readonly source: string;
}

/**
 * An executed notebook as one HTML page that works offline: findings first, contents, interactive charts with
 * pictures for paper and for readers without scripts, folded code, maths, both themes. All that comes from the
 * notebook is escaped or sanitised.
 *
 * @example writeText("reports/01-baseline.html", exportHtml(run.notebook, {title: "Baseline", source: "01-baseline.ipynb"}));
 */
export function exportHtml(notebook: Notebook, { title, source, ...links }: PageOptions): string {
  const markdown = new MarkdownRenderer();
  const executed = wasExecuted(notebook);
  const { cells } = withoutTitle(notebook, title);
  const main = cells
    .map((cell, i) => cellHtml(cell, { place: i + 1, executed, before: cells[i - 1] }, markdown))
    .filter((html) => html !== "")
    .join("\n");
  const findings = collectFindings(notebook).filter(isFinding);
  const header =
    `<h1>${escapeHtml(title)}</h1><p class="source">${escapeHtml(source)}</p>` +
    stateHtml(notebook, executed) +
    (findings.length > 0
      ? `<section class="summary" aria-label="In short">${findingsHtml(findings)}</section>`
      : "");
  return htmlDocument({
    title,
    header,
    contents: contents(markdown.headings),
    main,
    charts: main.includes('<figure class="chart'),
    code: main.includes('<details class="code"'),
    links,
  });
}

/**
 * The links of each page to the one before and the one after it, and to the page that lists all.
 *
 * @param pages in reading order
 * @example const links = pageLinks(pages, {title: "Reports", href: "index.html"});
 */
export function pageLinks(pages: readonly PageLink[], home: PageLink): PageLinks[] {
  return pages.map((_, i) => ({
    home,
    ...(i > 0 ? { previous: pages[i - 1] } : {}),
    ...(i + 1 < pages.length ? { next: pages[i + 1] } : {}),
  }));
}

/** That a run failed and where, or that there was none. */
function stateHtml(notebook: Notebook, executed: boolean): string {
  if (!executed) {
    return `<p class="state">This notebook was not run: the page shows its text and code, and no results.</p>`;
  }
  const failure = failureOf(notebook);
  if (failure === undefined) {
    const stopped = stoppedOf(notebook);
    return stopped === undefined
      ? ""
      : `<p class="state">This run was stopped after ${stopped.done} of ${stopped.cells} code cells.</p>`;
  }
  const { cell, name, message } = failure;
  return (
    `<p class="state failed"><strong>This run failed</strong> in <a href="#cell-${cell}">cell ${cell}</a>: ` +
    `${terminalText(name)}: ${terminalText(message.split("\n")[0])}</p>`
  );
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
