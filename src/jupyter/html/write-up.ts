import { svgOf } from "../../notebook";
import { blockMarkdown, type Block, type Source, type WriteUp } from "../../writeup";
import { chartFigure } from "./chart";
import { contents } from "./contents";
import { htmlDocument } from "./document";
import { MarkdownRenderer } from "./markdown";
import { escapeHtml, scriptJson } from "./text";

const HEX = 12;

/**
 * A write-up as one HTML page that works offline: the answer first, charts to look into, and every number a link to
 * the plan and the runs that it comes from. The same write-up gives the same bytes.
 *
 * @example writeText("write-up.html", exportWriteUp(writeUp(tuning, dataset, features)))
 */
export function exportWriteUp(document: WriteUp): string {
  const markdown = new MarkdownRenderer();
  const isAnswer = ({ kind }: Block): boolean => kind === "answer";
  const answer = document.blocks.filter(isAnswer).map((block) => blockHtml(block, markdown));
  const blocks = document.blocks
    .filter((block) => !isAnswer(block))
    .map((block) => blockHtml(block, markdown));
  const sources = markdown.render("## Where the numbers come from");
  const main = [
    ...blocks,
    sources,
    `<p>Plans and runs by the beginnings of their ids; <code>lr-lab runs show ID</code> shows a run.</p>`,
    `<ol class="sources">`,
    ...document.sources.map(sourceHtml),
    `</ol>`,
    `<script type="application/json" id="write-up">${scriptJson(document.origin)}</script>`,
  ];
  const { name, hash } = document.origin.data;
  const header =
    `<h1>${escapeHtml(document.title)}</h1>` +
    `<p class="source">${escapeHtml(name)}, data ${escapeHtml(hash.slice(0, HEX))}. Every number links to its runs.</p>\n` +
    answer.join("\n");
  return htmlDocument({
    title: document.title,
    header,
    contents: contents(markdown.headings),
    main: main.join("\n"),
    charts: true,
  });
}

function blockHtml(block: Block, markdown: MarkdownRenderer): string {
  if (block.kind === "chart") {
    const { spec, alt } = block.chart;
    const drawn = { "image/svg+xml": svgOf(spec), "text/plain": alt };
    return (
      `<div class="output">${chartFigure(spec as Record<string, unknown>, drawn)}</div>\n` +
      `<p class="source">Drawn from <a href="#${escapeHtml(block.source)}">${escapeHtml(block.source)}</a>.</p>`
    );
  }
  if (block.kind === "answer") {
    return `<div class="lr-finding lr-${block.verdict}">\n${markdown.render(block.markdown)}</div>`;
  }
  return markdown.render(blockMarkdown(block));
}

function sourceHtml({ id, what, study, runs }: Source): string {
  const code = (hash: string): string => `<code>${escapeHtml(hash.slice(0, HEX))}</code>`;
  const listed =
    runs.length === 0
      ? ""
      : `<details><summary>${runs.length} run${runs.length === 1 ? "" : "s"}</summary>${runs.map(code).join(" ")}</details>`;
  return `<li id="${escapeHtml(id)}"><b>${escapeHtml(id)}</b> ${escapeHtml(what)}. Plan ${code(study)}.${listed}</li>`;
}
