import { isFinding, type Finding } from "../findings";
import { htmlDocument } from "./document";
import { findingsHtml } from "./findings";
import { MarkdownRenderer } from "./markdown";
import { escapeHtml, safeHref, terminalText } from "./text";

/** A page of the index: its findings, and what went wrong with it, if anything did. */
export interface IndexEntry {
  readonly title: string;
  /** Relative address of the page. */
  readonly href: string;
  readonly findings: readonly unknown[];
  readonly failure?: string;
  /** What its reader will learn; one paragraph of Markdown. */
  readonly learn?: string;
  /** Seconds that the run took. */
  readonly seconds?: number;
  /** False for a notebook that was not run; true by default. */
  readonly executed?: boolean;
  /** How far a run came that was stopped. */
  readonly stopped?: { readonly done: number; readonly cells: number };
}

/** The page that leads to the others, in reading order: what each teaches and found, or how it failed. */
export function exportIndex(entries: readonly IndexEntry[], { title }: { title: string }): string {
  const markdown = new MarkdownRenderer();
  const header = `<h1>${escapeHtml(title)}</h1><p class="source">${escapeHtml(inShort(entries))}</p>`;
  const main = entries.map((entry) => entryHtml(entry, markdown)).join("\n");
  return htmlDocument({ title, header, main: `<ol class="entries">\n${main}\n</ol>`, charts: false });
}

function entryHtml(entry: IndexEntry, markdown: MarkdownRenderer): string {
  const { title, href, findings, failure, learn, seconds, executed = true, stopped } = entry;
  const address = safeHref(href);
  const heading =
    address === null ? escapeHtml(title) : `<a href="${escapeHtml(address)}">${escapeHtml(title)}</a>`;
  const boxes = findingsHtml(findings);
  const failed =
    failure === undefined
      ? ""
      : `<div class="error" role="alert"><strong>Failed</strong><pre>${terminalText(failure)}</pre></div>`;
  const words = [
    ...(executed ? [] : ["Not run: text and code, no results."]),
    ...(stopped === undefined ? [] : [`Stopped after ${stopped.done} of ${stopped.cells} code cells.`]),
    ...(executed && boxes === "" && failed === "" ? ["No finding displayed."] : []),
    ...(seconds === undefined ? [] : [`Took ${timeWords(seconds)}.`]),
  ].join(" ");
  return (
    `<li class="entry"><h2>${heading}</h2>` +
    (learn === undefined ? "" : `<p class="learn">${markdown.renderInline(learn)}</p>`) +
    `${failed}${boxes}${words === "" ? "" : `<p class="source">${words}</p>`}</li>`
  );
}

/** "8 pages, 1 failed. Verdicts: 2 approve, 1 undecided. 3 min in all." */
function inShort(entries: readonly IndexEntry[]): string {
  const count = (holds: (entry: IndexEntry) => boolean): number => entries.filter(holds).length;
  const failed = count(({ failure }) => failure !== undefined);
  const idle = count(({ executed }) => executed === false);
  const pages = [
    `${entries.length} page${entries.length === 1 ? "" : "s"}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(idle > 0 ? [`${idle} not run`] : []),
  ];
  const verdicts = entries.flatMap(({ findings }) =>
    findings.filter(isFinding).flatMap(({ verdict }: Finding) => verdict ?? []),
  );
  const kinds = ["approve", "reject", "undecided"]
    .map((kind) => [verdicts.filter((verdict) => verdict === kind).length, kind] as const)
    .filter(([n]) => n > 0)
    .map(([n, kind]) => `${n} ${kind}`);
  const seconds = entries.reduce((sum, entry) => sum + (entry.seconds ?? 0), 0);
  return [
    pages.join(", "),
    ...(kinds.length > 0 ? [`Verdicts: ${kinds.join(", ")}`] : []),
    ...(seconds > 0 ? [`${timeWords(seconds)} in all`] : []),
  ].join(". ");
}

/** "8 s", "3 min", "1 h 20 min". */
function timeWords(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
