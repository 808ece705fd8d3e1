import { statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { Command } from "commander";
import { InputError } from "../errors";
import {
  exportHtml,
  exportIndex,
  notebookSummary,
  pageLinks,
  readNotebook,
  writeText,
  type Notebook,
  type NotebookSummary,
} from "../jupyter";
import { noNotebooks, notebookNames } from "./notebook-files";
import { printable } from "./progress";
import { countWords } from "./run-words";

interface ReportOptions {
  out?: string;
  title: string;
}

/** A notebook with what its page and its card on the index need. */
interface Page {
  readonly path: string;
  readonly title: string;
  /** Relative address of its page. */
  readonly href: string;
  readonly notebook: Notebook;
  readonly summary: NotebookSummary;
}

/** `lr-lab report`: the offline site of a folder of notebooks that were run before. */
export function reportCommand(): Command {
  return new Command("report")
    .description(
      "Make one offline HTML site of a folder of executed notebooks: a page each, and an index with what they found. Runs nothing.",
    )
    .argument("<dir>", "folder of executed notebooks, such as the one that `lr-lab run` wrote")
    .option("--out <dir>", "folder for the pages (default: the notebooks' own)")
    .option("--title <text>", "heading of the index", "Reports")
    .action((folder: string, options: ReportOptions) => report(folder, options));
}

function report(folder: string, { out = folder, title }: ReportOptions): void {
  const pages = readPages(folder);
  const links = pageLinks(pages, { title, href: "index.html" });
  // All pages are made before the first is written.
  const made = pages.map(({ notebook, path, ...page }, i) => ({
    path: join(out, pageName(path)),
    html: exportHtml(notebook, { title: page.title, source: basename(path), ...links[i] }),
  }));
  const index = join(out, "index.html");
  const entries = pages.map(({ summary: { failure, ...found }, ...page }) => ({
    ...found,
    title: page.title,
    href: page.href,
    ...(failure === undefined
      ? {}
      : { failure: `${failure.name}: ${failure.message} (cell ${failure.cell})` }),
  }));
  for (const { path, html } of made) writeText(path, html);
  writeText(index, exportIndex(entries, { title }));
  for (const { path, summary } of pages) {
    if (!summary.executed) {
      console.error(
        `lr-lab: ${printable(path)}: was not run, so its page has no results; \`lr-lab run\` makes them`,
      );
    } else if (summary.failure) {
      const { cell, name, message } = summary.failure;
      const said = printable(`${name}: ${message.split("\n")[0]}`);
      console.error(
        `lr-lab: ${printable(path)} cell ${cell}: failed when it was run (${said}); its page shows where`,
      );
    }
  }
  console.log(`${countWords(pages.length, "page")} and an index. Open ${relative("", index)} in a browser.`);
}

/** Reads all notebooks before anything is written; every broken one is told. */
function readPages(folder: string): Page[] {
  const broken: string[] = [];
  const pages = notebookFiles(folder).flatMap((path): Page[] => {
    try {
      const notebook = readNotebook(path);
      const summary = notebookSummary(notebook);
      const title = summary.title ?? basename(path, ".ipynb");
      return [{ path, title, href: encodeURIComponent(pageName(path)), notebook, summary }];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      broken.push(error.message);
      return [];
    }
  });
  if (broken.length > 0) {
    throw new InputError(`${broken.join("\n")}\nnothing was written; repair or move away what is broken`);
  }
  if (!pages.some(({ summary }) => summary.executed)) {
    throw new InputError(
      `${folder}: none of its notebooks was run, so there is nothing to report; run them first: \`lr-lab run ${folder} --out reports\``,
    );
  }
  return pages;
}

function pageName(path: string): string {
  return `${basename(path, ".ipynb")}.html`;
}

/** The notebooks of a folder in reading order: 2 before 10. */
function notebookFiles(folder: string): string[] {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats) throw new InputError(`${folder}: no such folder`);
  if (!stats.isDirectory())
    throw new InputError(`${folder}: not a folder; name the one that holds the notebooks`);
  const names = notebookNames(folder).sort(new Intl.Collator("en", { numeric: true }).compare);
  if (names.length === 0) throw noNotebooks(folder);
  const taken = names.find((name) => pageName(name).toLowerCase() === "index.html");
  if (taken !== undefined) {
    throw new InputError(
      `${join(folder, taken)}: its page would be index.html, which lists the others; rename the notebook`,
    );
  }
  return names.map((name) => join(folder, name));
}
