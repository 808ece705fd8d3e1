import { diffArrays, diffLines } from "diff";

/** Equal lines that are shown around a change. */
const CONTEXT = 1;
/** Characters of an equal piece that are shown beside a change within a long line. */
const BESIDE = 24;
/** A line that is longer is shown only where it changed. */
const LONG = 60;
/** Numbers whole, words, spaces, and any other character alone. */
const TOKEN = /\d+(?:[.,]\d+)*(?:e[-+]?\d+)?|[\p{L}_]+|\s+|[^]/gu;
/** Texts that differ in more lines or words have too little in common to be compared. */
const MOST_EDITS = 2000;

/**
 * How a text became another, for reading: lines with `-` and `+` before them, and ` ` before a line of context.
 * Where one long line became another, its changed words alone: `took [-0.15-]{+0.17+} s`.
 */
export function textChanges(a: string, b: string): string[] {
  const parts = diffLines(ended(a), ended(b), { maxEditLength: MOST_EDITS });
  if (!parts) return [`- ${a.split("\n").length} lines`, `+ ${b.split("\n").length} lines, all others`];
  const lines: string[] = [];
  parts.forEach((part, i) => {
    const these = part.value.replace(/\n$/, "").split("\n");
    if (part.added && parts[i - 1]?.removed) return; // told with what it replaces
    if (part.removed && parts[i + 1]?.added) {
      const others = parts[i + 1].value.replace(/\n$/, "").split("\n");
      lines.push(...replaced(these, others));
    } else if (part.removed) lines.push(...these.map((line) => `- ${line}`));
    else if (part.added) lines.push(...these.map((line) => `+ ${line}`));
    else lines.push(...context(these, i > 0, i < parts.length - 1));
  });
  return lines;
}

/** A text whose last line ends, so that one line more is no change of the line before. */
function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function replaced(before: readonly string[], after: readonly string[]): string[] {
  if (
    before.length === after.length &&
    before.every((line, i) => Math.max(line.length, after[i].length) > LONG)
  ) {
    return before.map((line, i) => wordChanges(line, after[i]));
  }
  return [...before.map((line) => `- ${line}`), ...after.map((line) => `+ ${line}`)];
}

function wordChanges(a: string, b: string): string {
  const parts = diffArrays(a.match(TOKEN) ?? [], b.match(TOKEN) ?? [], { maxEditLength: MOST_EDITS });
  if (!parts) return "~ all of a long line";
  const shown = parts.map(({ value: tokens, added, removed }, i) => {
    const value = tokens.join("");
    if (removed) return `[-${value}-]`;
    if (added) return `{+${value}+}`;
    return elided(value, i > 0, i < parts.length - 1);
  });
  return `~ ${shown.join("")}`;
}

/** An equal piece, cut to what lies beside changes. */
function elided(text: string, after: boolean, before: boolean): string {
  const room = BESIDE * (Number(after) + Number(before));
  if (text.length <= room + 3) return text;
  return `${after ? text.slice(0, BESIDE) : ""}...${before ? text.slice(-BESIDE) : ""}`;
}

function context(lines: readonly string[], after: boolean, before: boolean): string[] {
  const head = after ? lines.slice(0, CONTEXT) : [];
  const tail = before ? lines.slice(-CONTEXT) : [];
  const hidden = lines.length - head.length - tail.length;
  if (hidden <= 0) return lines.map((line) => `  ${line}`);
  return [
    ...head.map((line) => `  ${line}`),
    ...(after && before ? ["  ..."] : []),
    ...tail.map((l) => `  ${l}`),
  ];
}
