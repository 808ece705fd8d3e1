import { blockMarkdown } from "./markdown";
import type { WriteUp } from "./types";

/** A write-up's words and tables without links, charts and sources: what a cell shows of it. */
export function writeUpWords({ title, blocks }: WriteUp): string {
  const words = blocks.flatMap((block) => (block.kind === "chart" ? [] : [blockMarkdown(block)]));
  return [`**${title}**`, ...words]
    .join("\n\n")
    .replace(/^## /gm, "### ")
    .replace(/\[([^\]\n]*)\]\(#s\d+\)/g, "$1");
}
