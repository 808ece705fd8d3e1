import { basename, dirname, resolve } from "node:path";
import { InputError } from "../errors";
import {
  assignParameters,
  declaredParameters,
  readNotebook,
  notebookTitle,
  type Notebook,
  type Parameter,
  type ParameterFile,
  type ParameterValue,
} from "../jupyter";
import { notebookFiles } from "./notebook-files";

/** One notebook to run. */
export interface Job {
  path: string;
  name: string;
  title: string;
  parameters: Map<string, ParameterValue>;
}

/** A notebook that was named, and what can be set in it. */
export interface PlannedNotebook {
  path: string;
  title: string;
  notebook: Notebook;
  parameters: readonly Parameter[];
}

/** Reads notebooks, and all that are in folders, in order. */
export function readNotebooks(paths: readonly string[]): PlannedNotebook[] {
  return paths.flatMap(notebookFiles).map((path) => {
    const notebook = readNotebook(path);
    const title = notebookTitle(notebook) ?? basename(path, ".ipynb");
    return { path, title, notebook, parameters: declaredParameters(notebook, path) };
  });
}

/**
 * Checks all parameters and all names of results before anything is run.
 *
 * @param given texts of `-p` by name
 * @param file the values of `-f`, which hold where `-p` says nothing
 */
export function planJobs(
  notebooks: readonly PlannedNotebook[],
  given: ReadonlyMap<string, string>,
  file?: ParameterFile,
): Job[] {
  const values = assignParameters(given, notebooks, process.cwd(), file);
  return notebooks.map(({ path, title }, i) => ({
    path,
    name: basename(path, ".ipynb"),
    title,
    parameters: values[i],
  }));
}

/** Refuses results that would overwrite each other, the index or the notebooks. */
export function checkOut(notebooks: readonly { path: string }[], out: string): void {
  const taken = new Map<string, string>();
  for (const { path } of notebooks) {
    const name = basename(path, ".ipynb");
    const other = taken.get(name.toLowerCase());
    if (other !== undefined)
      throw new InputError(`${path} and ${other} would both be written to ${name}.html`);
    if (name.toLowerCase() === "index") {
      throw new InputError(
        `${path}: its page would be index.html, which lists the others; rename the notebook`,
      );
    }
    if (resolve(dirname(path)) === resolve(out)) {
      throw new InputError(`--out ${out} is the folder of ${path}, which would be overwritten; name another`);
    }
    taken.set(name.toLowerCase(), path);
  }
}

/** Collects the repeated `-p name=value`. */
export function collectParameter(text: string, before: Map<string, string> = new Map()): Map<string, string> {
  const split = text.indexOf("=");
  const name = text.slice(0, split).trim();
  if (split < 1 || name === "") throw new InputError(`-p ${text}: write -p name=value`);
  if (before.has(name)) throw new InputError(`-p ${name} is given twice`);
  return new Map(before).set(name, text.slice(split + 1));
}

/** The value of `--timeout`. */
export function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds <= 0) {
    throw new InputError(`--timeout ${text}: write a number of seconds above 0`);
  }
  return seconds;
}
