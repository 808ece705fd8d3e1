import { svgOf } from "../notebook";
import { exportWriteUp } from "../jupyter";
import { writeUpMarkdown, type WriteUp } from "../writeup";
import type { FolderFiles } from "./write-folder";

/** The pictures of a write-up's charts, by their paths beside the Markdown. */
export function pictureFiles(document: WriteUp): Record<string, string> {
  return Object.fromEntries(
    document.blocks.flatMap((block) =>
      block.kind === "chart" ? [[`charts/${block.name}.svg`, `${svgOf(block.chart.spec)}\n`]] : [],
    ),
  );
}

/** A write-up as files of a folder: a page, Markdown, and the pictures that the Markdown shows. */
export function writeUpFiles(document: WriteUp): FolderFiles {
  return {
    "write-up.html": exportWriteUp(document),
    "write-up.md": writeUpMarkdown(document),
    ...pictureFiles(document),
  };
}
