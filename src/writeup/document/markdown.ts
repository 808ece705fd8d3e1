import type { Source } from "./citations";
import type { Block, WriteUp } from "./types";

/** Marks the block that `lr-lab verify` reads. */
const ORIGIN = "json lr-lab-write-up";
const HEX = 12;

/**
 * A write-up as Markdown: every number a link to its source at the end, charts as pictures beside the file, and, last,
 * what `lr-lab verify` needs to compute it again.
 *
 * @param picture the address of a chart's picture, by its name; default `charts/<name>.svg`
 */
export function writeUpMarkdown(document: WriteUp, picture?: (name: string) => string): string {
  const parts = [
    `# ${document.title}`,
    ...document.blocks.map((block) => blockMarkdown(block, picture)),
    "## Where the numbers come from",
    "Plans and runs by the beginnings of their ids; `lr-lab runs show ID` shows a run.",
    document.sources.map((source) => `- <a id="${source.id}"></a>${sourceText(source)}`).join("\n"),
    "For `lr-lab verify`, as it was written:",
    `\`\`\`${ORIGIN}\n${JSON.stringify(document.origin, null, 2)}\n\`\`\``,
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A source in a line of Markdown. */
function sourceText({ id, what, study, runs }: Source): string {
  const ids = runs.map((run) => `\`${run.slice(0, HEX)}\``).join(" ");
  return `**${id}** ${what}. Plan \`${study.slice(0, HEX)}\`${runs.length === 0 ? "" : `, runs ${ids}`}.`;
}

/** A block as Markdown, without blank lines around it. */
export function blockMarkdown(
  block: Block,
  picture: (name: string) => string = (name) => `charts/${name}.svg`,
): string {
  switch (block.kind) {
    case "heading":
      return `## ${block.text}`;
    case "words":
      return block.markdown;
    case "answer":
      return block.markdown.replace(/^(?=.)/gm, "> ").replace(/^$/gm, ">");
    case "code":
      return `\`\`\`${block.language}\n${block.text}\n\`\`\``;
    case "table": {
      const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
      return [row(block.columns), row(block.columns.map(() => "---")), ...block.rows.map(row)].join("\n");
    }
    case "chart": {
      const { title, alt } = block.chart;
      const said = `${title} ${alt}`.replace(/[[\]\\]/g, " ").replace(/\s+/g, " ");
      return `![${said}](${picture(block.name)})\n\n*Drawn from [${block.source}](#${block.source}).*`;
    }
  }
}
