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
  /** Numbers with a source that the file shows, all of them. */
  readonly numbers: number;
  /** Numbers that the runs contradict, and data that differ, in the order of the file. */
  readonly wrong: readonly Deviation[];
  /** Numbers in lines of the author's own that name no source. */
  readonly unsourced: readonly Deviation[];
  /** Lines of the fresh document that the file lacks, because they were changed or left out. */
  readonly missing: readonly string[];
}

/** A number that links to its source, in Markdown or HTML. */
const LINK = /\[([^\]\n]*)\]\(#(s\d+)\)|<a href="#(s\d+)">([^<\n]*)<\/a>/g;

/**
 * Holds a file against the document computed afresh from the runs, line by line. A line that the fresh document has
 * is right. Of any other, which an author may have written, every number must be what its source gives: where the line
 * differs from a fresh one in numbers alone, the same ones in the same places; else one that the source gives somewhere.
 *
 * @param text  the file
 * @param fresh the same document, computed from the runs and written in the same form
 */
export function compareWriteUp(text: string, fresh: string): Comparison {
  const [lines, expected] = [linesOf(text), linesOf(fresh)];
  const left = countOf(expected);
  const own: { line: string; at: number }[] = [];
  lines.forEach((line, at) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    else own.push({ line, at });
  });
  const absent = expected.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count > 0;
  });
  const given = valuesOf(expected);
  const wrong: Deviation[] = [];
  const unsourced: Deviation[] = [];
  // A line that is told to be wrong is not told to be missing too.
  const told = new Set<string>();
  for (const { line, at } of own) {
    const twin = absent.find((other) => shapeOf(other) === shapeOf(line));
    if (isData(line)) {
      wrong.push({ line: at + 1, column: 1, message: dataMessage(line, twin) });
      continue;
    }
    const found = wrongIn(line, at + 1, twin, given);
    if (found.length > 0 && twin !== undefined) told.add(twin);
    wrong.push(...found);
    unsourced.push(...unsourcedIn(line, at + 1));
  }
  return {
    same: own.length === 0 && absent.length === 0 && lines.length === expected.length,
    numbers: lines.reduce((sum, line) => sum + [...line.matchAll(LINK)].length, 0),
    wrong,
    unsourced,
    missing: absent.filter((line) => line.trim() !== "" && !told.has(line)),
  };
}

function wrongIn(
  line: string,
  number: number,
  twin: string | undefined,
  given: ReadonlyMap<string, ReadonlySet<string>>,
): Deviation[] {
  const wanted = twin === undefined ? [] : [...twin.matchAll(LINK)].map(partsOf);
  return [...line.matchAll(LINK)].flatMap((match, i): Deviation[] => {
    const { shown, source } = partsOf(match);
    const place = { line: number, column: match.index + 1 };
    if (twin !== undefined) {
      if (wanted[i].shown === shown && wanted[i].source === source) return [];
      const link = wanted[i].source === source ? source : `${wanted[i].source} instead of ${source}`;
      return [{ ...place, message: `shows ${shown}; the runs give ${wanted[i].shown} (${link})` }];
    }
    if (!given.has(source))
      return [{ ...place, message: `${shown} names the source ${source}, which there is not` }];
    if (given.get(source)?.has(shown)) return [];
    return [{ ...place, message: `shows ${shown}, which the runs of ${source} do not give` }];
  });
}

/** Numbers without a link in an author's line; not those of links' addresses, code or tags. */
function unsourcedIn(line: string, number: number): Deviation[] {
  const blank = (part: string): string => " ".repeat(part.length);
  const prose = line
    .replace(LINK, blank)
    .replace(/`[^`]*`/g, blank)
    .replace(/\]\([^)]*\)/g, blank)
    .replace(/<[^>]*>/g, blank)
    .replace(/^\s*(#+|\d+[.)])\s/, blank);
  return numbersIn(prose).map(({ text, at }) => ({
    line: number,
    column: at + 1,
    message: `${text} names no source`,
  }));
}

/** Lines of data rather than words: a chart's specification, the origin, a drawing, a script. */
const isData = (line: string): boolean =>
  /<script|<\/script|<svg|^\s*"[\w.]+":|^\s*[[\]{}]+,?$/.test(line) || line.length > 20_000;

function dataMessage(line: string, twin: string | undefined): string {
  const shown = line.trim().slice(0, 60);
  return twin === undefined
    ? `data of the document was changed: ${shown}`
    : `data of the document differs from what the runs give: ${shown}`;
}

const partsOf = ([, inMarkdown, toMarkdown, toHtml, inHtml]: RegExpMatchArray): {
  shown: string;
  source: string;
} => ({ shown: inMarkdown ?? inHtml, source: toMarkdown ?? toHtml });

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

function countOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

const linesOf = (text: string): string[] => text.replace(/^\uFEFF/, "").split(/\r?\n/);
