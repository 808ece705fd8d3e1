import { align } from "./align";
import { numbersIn } from "./citations";

/** Something in a file that is not what the runs give, or that they cannot tell. */
export interface Deviation {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a write-up's text says against what its runs give. */
export interface Comparison {
  /** Whether the file is the fresh document to the letter. */
  readonly same: boolean;
  /** Numbers with a source that the file shows. */
  readonly numbers: number;
  /** What the runs contradict whoever wrote it: sourced numbers, data, pictures, commands, markup. */
  readonly wrong: readonly Deviation[];
  /** Where words differ: lines that were added or changed. */
  readonly edited: readonly Deviation[];
  /** Numbers in such lines that name no source. */
  readonly unsourced: readonly Deviation[];
  /** Lines of the fresh document that the file lacks, because they were changed, moved or left out. */
  readonly missing: readonly string[];
}

/** A number that links to its source, in Markdown or HTML. */
const LINK = /\[([^\]\n]*)\]\(#(s\d+)\)|<a href="#(s\d+)">([^<\n]*)<\/a>/g;

/**
 * Holds a file against the document computed afresh from the runs, line by line and in order. A line at its place is
 * right. Of others an author may have written some: then every line of the fresh document that has sourced numbers, a
 * picture, a command or data must still be there, unchanged and in its order, and what the author adds is listed and not
 * vouched for. Where a line differs from a fresh one in sourced numbers alone, each is told with what it should be.
 *
 * @param text  the file
 * @param fresh the same document, computed from the runs and written in the same form
 */
export function compareWriteUp(text: string, fresh: string): Comparison {
  const [lines, expected] = [linesOf(text), linesOf(fresh)];
  const { own, absent } = align(lines, expected);
  const guarded = guardedLines(expected);
  const given = valuesOf(expected);
  const left = new Set(absent);
  const wrong: Deviation[] = [];
  const edited: Deviation[] = [];
  const unsourced: Deviation[] = [];
  for (const at of own) {
    const line = lines[at];
    const twin = absent.find((j) => left.has(j) && shapeOf(expected[j]) === shapeOf(line));
    const isTwin = twin !== undefined && line.search(LINK) >= 0;
    if (isTwin) left.delete(twin);
    const found = isTwin ? differing(line, expected[twin], at + 1) : strangers(line, at + 1, given);
    wrong.push(...found, ...markupIn(line, at + 1));
    // A line that only moved is a twin without a difference.
    if (found.length === 0 && line.trim() !== "") {
      edited.push({
        line: at + 1,
        column: 1,
        message: `is not a line of the runs' document here: ${short(line)}`,
      });
    }
    if (!isTwin) unsourced.push(...unsourcedIn(line, at + 1));
  }
  const missing = [...left].sort((a, b) => a - b);
  for (const j of missing.filter((one) => guarded.has(one))) {
    wrong.push({ line: placeOf(j, absent, own, lines.length), column: 1, message: lacks(expected[j]) });
  }
  return {
    same: own.length === 0 && absent.length === 0,
    numbers: lines.reduce((sum, line) => sum + [...line.matchAll(LINK)].filter(isNumber).length, 0),
    wrong: wrong.sort((a, b) => a.line - b.line),
    edited,
    unsourced,
    missing: missing.map((j) => expected[j]).filter((line) => line.trim() !== ""),
  };
}

/** Where two lines of the same shape show other numbers, or other sources of them. */
function differing(line: string, twin: string, number: number): Deviation[] {
  const wanted = [...twin.matchAll(LINK)].map(partsOf);
  return [...line.matchAll(LINK)].flatMap((match, i): Deviation[] => {
    const { shown, source } = partsOf(match);
    if (wanted[i].shown === shown && wanted[i].source === source) return [];
    const link = wanted[i].source === source ? source : `${wanted[i].source} instead of ${source}`;
    const message = `shows ${shown}; the runs give ${wanted[i].shown} (${link})`;
    return [{ line: number, column: match.index + 1, message }];
  });
}

/** Sourced numbers in an author's own line that their sources do not give anywhere. */
function strangers(
  line: string,
  number: number,
  given: ReadonlyMap<string, ReadonlySet<string>>,
): Deviation[] {
  return [...line.matchAll(LINK)].flatMap((match): Deviation[] => {
    const { shown, source } = partsOf(match);
    const place = { line: number, column: match.index + 1 };
    if (!given.has(source))
      return [{ ...place, message: `${shown} names the source ${source}, which there is not` }];
    if (given.get(source)?.has(shown)) return [];
    return [{ ...place, message: `shows ${shown}, which the runs of ${source} do not give` }];
  });
}

/** Markup and pictures of an author's own can hide or outshine what the runs give: they are not vouched for. */
function markupIn(line: string, number: number): Deviation[] {
  const prose = line.replace(LINK, blank).replace(/`[^`]*`/g, blank);
  const at = prose.search(/<[a-z!/?]|!\[/i);
  return at < 0
    ? []
    : [{ line: number, column: at + 1, message: "markup or a picture that is not of the runs' document" }];
}

/** Numbers without a link in an author's line; not those of links' addresses. */
function unsourcedIn(line: string, number: number): Deviation[] {
  const prose = line
    .replace(LINK, blank)
    .replace(/\]\([^)]*\)/g, blank)
    .replace(/^\s*(#+|\d+[.)])\s/, blank)
    .normalize("NFKC")
    .replace(/[_*`#]/g, " ");
  return numbersIn(prose).map(({ text, at }) => ({
    line: number,
    column: at + 1,
    message: `${text} names no source`,
  }));
}

/** Lines that no author may change: sourced numbers, tables, ids, pictures, code and data, markup of a page. */
function guardedLines(lines: readonly string[]): Set<number> {
  const guarded = new Set<number>();
  let code = false;
  lines.forEach((line, at) => {
    const fence = line.startsWith("```");
    if (code || fence || line.search(LINK) >= 0 || /!\[|^\s*<|^\||`/.test(line)) guarded.add(at);
    if (fence) code = !code;
  });
  return guarded;
}

/** The line of the file where a missing one would stand, 1-based. */
function placeOf(j: number, absent: readonly number[], own: readonly number[], lines: number): number {
  const missingBefore = absent.filter((one) => one < j).length;
  let line = j - missingBefore;
  for (const at of own) if (at <= line) line++;
  return Math.min(line + 1, lines);
}

const lacks = (line: string): string =>
  line.length > 5000 || /^\s*"[\w.]+":|<script/i.test(line)
    ? `data of the document differ from what the runs give: ${short(line)}`
    : `lacks a line of the runs' document: ${short(line)}`;

const partsOf = ([, inMarkdown, toMarkdown, toHtml, inHtml]: RegExpMatchArray): {
  shown: string;
  source: string;
} => ({ shown: inMarkdown ?? inHtml, source: toMarkdown ?? toHtml });

/** A link to a source by its name is no number. */
const isNumber = (match: RegExpMatchArray): boolean => /\d/.test(partsOf(match).shown.replace(/^s\d+$/, ""));

/** A line with its sourced numbers taken out. */
const shapeOf = (line: string): string => line.replace(LINK, "\u0000");

function valuesOf(lines: readonly string[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const match of lines.flatMap((line) => [...line.matchAll(LINK)])) {
    const { shown, source } = partsOf(match);
    values.set(source, (values.get(source) ?? new Set()).add(shown));
  }
  return values;
}

const blank = (part: string): string => " ".repeat(part.length);

const short = (line: string): string => (line.length > 80 ? `${line.slice(0, 79)}…` : line);

const linesOf = (text: string): string[] => text.replace(/^\uFEFF/, "").split(/\r?\n/);
