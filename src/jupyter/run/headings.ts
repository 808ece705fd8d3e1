/** The text of the last heading of a Markdown cell, without its `#`; undefined where there is none. */
export function lastHeading(markdown: string): string | undefined {
  return markdown
    .match(/^#{1,6}\s+\S.*$/gm)
    ?.at(-1)
    ?.replace(/^#+\s+/, "")
    .replace(/\s#+\s*$/, "")
    .trim();
}
