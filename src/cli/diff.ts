import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { Command } from "commander";
import { InputError } from "../errors";
import { compareNotebooks, readNotebook, type Difference, type Notebook } from "../jupyter";
import { diffReport } from "./diff-report";
import { notebookNames } from "./notebook-files";

/** What came of comparing two notebooks of one name. */
export interface ComparedNotebook {
  notebook: string;
  /** The two files; null where a folder has none of that name. */
  a: string | null;
  b: string | null;
  differences: readonly Difference[];
  /** Of a cell, its words: `cell 3 (load)`. */
  cellWords: ReadonlyMap<string, string>;
}

/** `lr-lab diff`: what two executed notebooks, or two folders of them, do not have in common. */
export function diffCommand(): Command {
  return new Command("diff")
    .description(
      "Compare two executed notebooks, or two folders of them: sources, parameters, versions and outputs " +
        "(pictures, durations and random ids are no difference). Exit code 0: the same; 1: they differ.",
    )
    .argument("<a>", "an executed notebook, or a folder of them")
    .argument("<b>", "another")
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((a: string, b: string, options: { json?: boolean }) => diff(a, b, options));
}

function diff(a: string, b: string, options: { json?: boolean }): void {
  const compared = pairs(a, b).map(comparePair);
  const same = compared.every(
    ({ a, b, differences }) => a !== null && b !== null && differences.length === 0,
  );
  if (options.json) {
    const notebooks = compared.map(({ notebook, a, b, differences }) => ({ notebook, a, b, differences }));
    console.log(JSON.stringify({ same, notebooks }, null, 2));
  } else console.log(diffReport(compared));
  if (!same) process.exitCode = 1;
}

type Pair = Pick<ComparedNotebook, "notebook" | "a" | "b">;

/** The notebooks to compare: two files, or those of two folders by name. */
function pairs(a: string, b: string): Pair[] {
  const [ours, theirs] = [notebooksIn(a), notebooksIn(b)];
  if (!ours && !theirs) return [{ notebook: basename(a), a, b }];
  if (!ours || !theirs) throw new InputError(`${a} and ${b}: name two notebooks or two folders`);
  const names = [...new Set([...ours, ...theirs])].sort();
  if (names.length === 0) throw new InputError(`${a} and ${b}: no notebooks (*.ipynb) in these folders`);
  return names.map((name) => ({
    notebook: name,
    a: ours.includes(name) ? join(a, name) : null,
    b: theirs.includes(name) ? join(b, name) : null,
  }));
}

/** The names of a folder's notebooks; undefined for a file. */
function notebooksIn(path: string): string[] | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new InputError(`${path}: no such file or folder`);
  if (!stats.isDirectory()) return undefined;
  return notebookNames(path);
}

function comparePair(pair: Pair): ComparedNotebook {
  if (pair.a === null || pair.b === null) return { ...pair, differences: [], cellWords: new Map() };
  const [a, b] = [readNotebook(pair.a), readNotebook(pair.b)];
  const cellWords = new Map([...wordsOf(b), ...wordsOf(a)]);
  return { ...pair, differences: compareNotebooks(a, b), cellWords };
}

function wordsOf({ cells }: Notebook): [string, string][] {
  let number = 0;
  return cells.map(({ id, cell_type }) => {
    if (cell_type !== "code") return [id, `text (${id})`];
    number += 1;
    return [id, `cell ${number} (${id})`];
  });
}
