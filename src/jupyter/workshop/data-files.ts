import { statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { Notebook } from "../nbformat";
import { isTagged } from "../tags";
import { declaredStrings } from "./cell-code";
import { markOf, withMark } from "./mark";

/** A file that a copy reads: where it is, and its name in the copy's `data` folder. */
export interface DataFile {
  readonly from: string;
  readonly name: string;
}

/**
 * Lets a copy take its data along: every string of its `parameters` cell that is a path of a file beside the
 * source (`"../data/messages.csv"`) becomes `"data/messages.csv"`, to be copied there. So the folder of copies works
 * wherever it is moved.
 *
 * @param path the source notebook, against whose folder the paths are resolved
 */
export function withDataFiles(copy: Notebook, path: string): { notebook: Notebook; files: DataFile[] } {
  const files: DataFile[] = [];
  const cells = copy.cells.map((cell) => {
    if (!isTagged(cell, "parameters")) return cell;
    let source = cell.source;
    for (const { value, start, end } of declaredStrings(source).reverse()) {
      if (isAbsolute(value) || !/[\\/]/.test(value)) continue;
      const from = resolve(join(dirname(path), value));
      if (statSync(from, { throwIfNoEntry: false })?.isFile() !== true) continue;
      const name = basename(from);
      files.unshift({ from, name });
      source = source.slice(0, start) + JSON.stringify(`data/${name}`) + source.slice(end);
    }
    return { ...cell, source };
  });
  const mark = markOf(copy);
  const notebook = { ...copy, cells };
  return { notebook: mark ? withMark(notebook, mark) : notebook, files };
}
