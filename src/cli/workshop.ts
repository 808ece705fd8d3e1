import { basename, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { InputError } from "../errors";
import {
  COPIES,
  readNotebook,
  readyCopy,
  refuseWorkedIn,
  workshopCopy,
  writeCopies,
  type Copy,
  type ReadyCopy,
} from "../jupyter";
import { notebookFiles } from "./notebook-files";
import { parseTimeout } from "./run-plan";
import { proveExercises } from "./workshop-proof";

interface WorkshopOptions {
  out: string;
  copy: Copy | "all";
  force?: boolean;
  prove?: boolean;
  timeout?: number;
  kernel?: string;
  json?: boolean;
}

/** The recipes that ship with lr-lab. */
const SHIPPED_NOTEBOOKS = join(__dirname, "..", "..", "notebooks");

/** `lr-lab workshop`: what a leader hands out, made from one source; and the proof that the exercises work. */
export function workshopCommand(): Command {
  return new Command("workshop")
    .description(
      "Make the copies of notebooks for a workshop: learner (without solutions), instructor (with solutions and " +
        "notes) and clean (the story alone). They take their data along.",
    )
    .argument("[notebooks...]", "source notebooks, or folders of them (default: the recipes of lr-lab)")
    .option("--out <dir>", "folder for the copies, one folder a kind", "workshop")
    .addOption(new Option("--copy <kind>", "which copies").choices([...COPIES, "all"]).default("all"))
    .option("--force", "write over copies that somebody has worked in")
    .option(
      "--prove",
      "write nothing; run the notebooks and ask every check of its exercise and of its solution",
    )
    .option("--timeout <seconds>", "with --prove: limit for each cell (default: none)", parseTimeout)
    .option("--kernel <name>", "with --prove: an installed Jupyter kernel instead of the project's own")
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((paths: string[], options: WorkshopOptions) => workshop(paths, options));
}

async function workshop(paths: readonly string[], options: WorkshopOptions): Promise<void> {
  const files = (paths.length === 0 ? [SHIPPED_NOTEBOOKS] : paths).flatMap(notebookFiles);
  refuseEqualNames(files);
  if (options.prove) return proveExercises(files, options);
  const kinds = options.copy === "all" ? COPIES : [options.copy];
  // Everything is made and checked before anything is written.
  const folders = kinds.map((kind) => ({
    kind,
    folder: join(options.out, kind),
    copies: files.map((path): ReadyCopy => readyCopy(workshopCopy(readNotebook(path), path, kind), path)),
  }));
  refuseSources(
    files,
    folders.flatMap(({ folder, copies }) => copies.map(({ name }) => join(folder, name))),
  );
  if (!options.force) for (const { folder, copies } of folders) refuseWorkedIn(folder, copies);
  for (const { folder, copies } of folders) writeCopies(folder, copies);
  const made = folders.map(({ kind, folder, copies }) => ({
    copy: kind,
    folder,
    notebooks: copies.map(({ name }) => name),
  }));
  if (options.json) console.log(JSON.stringify({ copies: made }, null, 2));
  else for (const { folder, notebooks } of made) console.log(`${folder}: ${notebooks.join(", ")}`);
}

function refuseSources(sources: readonly string[], targets: readonly string[]): void {
  const taken = new Set(sources.map((path) => resolve(path)));
  const over = targets.find((path) => taken.has(resolve(path)));
  if (over !== undefined) throw new InputError(`--out: ${over} is itself a source; name another folder`);
}

function refuseEqualNames(files: readonly string[]): void {
  const taken = new Map<string, string>();
  for (const path of files) {
    const name = basename(path).toLowerCase();
    const other = taken.get(name);
    if (other !== undefined)
      throw new InputError(`${path} and ${other} would both be written to ${basename(path)}`);
    taken.set(name, path);
  }
}
