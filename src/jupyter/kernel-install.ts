import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError, WorkError } from "../errors";
import { VERSION } from "../version";
import { jupyterDataFolders } from "./data-folders";
import { KERNEL_NAMES, listKernels, readKernel, type KernelMark } from "./installed-kernels";
import { kernelLogos } from "./kernel-logo";
import { writeText } from "./write-text";

const DISPLAY_NAMES = { "lr-lab": "TypeScript (lr-lab)", tslab: "TypeScript (lr-lab, as tslab)" } as const;
const SPEC_FILES = ["kernel.json", "logo-svg.svg", "logo-32x32.png", "logo-64x64.png"];

/** What an installed spec starts: absolute paths of Node and of the kernel's program. */
export interface KernelProgram {
  readonly node: string;
  readonly main: string;
}

/** What `installKernel` wrote. */
export interface KernelInstallation {
  readonly specs: readonly {
    readonly name: string;
    readonly folder: string;
    readonly files: readonly string[];
    /** What the spec started before, where that was something else. */
    readonly replaced: readonly string[] | undefined;
  }[];
  readonly program: KernelProgram;
  /** A tslab that something else installed, and which was left as it is. */
  readonly foreignTslab: string | undefined;
}

/** A spec that `uninstallKernel` removed. */
export interface KernelRemoval {
  readonly name: string;
  readonly folder: string;
  /** Files in its folder that others had put there; they stay, and the folder with them. */
  readonly kept: readonly string[];
}

/**
 * Writes the kernelspec `lr-lab` into one of Jupyter's data folders, and `tslab` on the same kernel where no other
 * tslab is installed in any of them, so that notebooks open without a question whichever of the two they name.
 * Needs no Python. Doing it again writes the same files, or mends what they start.
 *
 * @param dataFolder Jupyter's data folder; the specs go into its `kernels`
 * @param options.program what the specs start; by default this Node and this copy of lr-lab
 * @param options.folders where to look for another tslab; by default all data folders of this machine
 * @throws InputError when `lr-lab` is there and something else wrote it
 * @throws WorkError when the kernel's program is missing or the folder cannot be written; then nothing is left of it
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
export function installKernel(
  dataFolder: string,
  options: { program?: KernelProgram; folders?: readonly string[] } = {},
): KernelInstallation {
  const { program = ownProgram(), folders = jupyterDataFolders() } = options;
  const kernels = join(dataFolder, "kernels");
  const there = KERNEL_NAMES.map((name) => readKernel(join(kernels, name), name));
  if (there[0]?.mark === undefined && !isFree(join(kernels, "lr-lab"))) {
    throw new InputError(
      `${join(kernels, "lr-lab")}: something else than lr-lab kernel install wrote this; ` +
        "remove it or choose another place (--user, --sys-prefix, --prefix DIR)",
    );
  }
  const foreignTslab =
    there[1]?.mark === undefined && !isFree(join(kernels, "tslab"))
      ? join(kernels, "tslab")
      : listKernels([dataFolder, ...folders]).find(({ name, mark }) => name === "tslab" && !mark)?.folder;
  const names = foreignTslab === undefined ? KERNEL_NAMES : KERNEL_NAMES.slice(0, 1);

  const made = missingFolders(kernels);
  const parents = Math.max(made, ...there.map((kernel) => kernel?.mark?.parents ?? 0));
  const logos = kernelLogos();
  const fresh: { folder: string; ownFolder: boolean }[] = [];
  try {
    mkdirSync(kernels, { recursive: true });
    const specs = names.map((name) => {
      const folder = join(kernels, name);
      const before = there[KERNEL_NAMES.indexOf(name)];
      const ownFolder = before?.mark?.ownFolder ?? isMissingOrLitter(folder);
      if (before === undefined) fresh.push({ folder, ownFolder });
      const spec = kernelJson(name, program, { version: VERSION, ownFolder, parents });
      for (const [file, content] of Object.entries(logos)) writeText(join(folder, file), content);
      // Last: without it the folder is no kernel, so that none is ever seen half written.
      writeText(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
      const replaced = before?.argv.slice(0, 2);
      const same = replaced?.[0] === program.node && replaced[1] === program.main;
      const files = SPEC_FILES.filter((file) => existsSync(join(folder, file)));
      return { name, folder, files, replaced: same ? undefined : replaced };
    });
    // One of ours from before would hide the other, or start what has gone.
    const old = foreignTslab === undefined ? undefined : there[1]?.mark;
    if (old !== undefined) removeSpec(join(kernels, "tslab"), old.ownFolder);
    return { specs, program, foreignTslab };
  } catch (error) {
    for (const { folder, ownFolder } of fresh) removeSpec(folder, ownFolder);
    removeEmptyFolders(kernels, made);
    throw new WorkError(
      `${(error as Error).message}. Nothing was installed; choose a place that you may write to: ` +
        "--user, --sys-prefix or --prefix DIR",
    );
  }
}

/**
 * Removes the specs that `installKernel` wrote, whichever copy of lr-lab did, and the folders that it made for them.
 * What others wrote stays.
 *
 * @param folders the data folders to look in; by default all of this machine
 * @throws WorkError when a file cannot be removed
 */
export function uninstallKernel(folders: readonly string[] = jupyterDataFolders()): KernelRemoval[] {
  return folders.flatMap((dataFolder) => {
    const kernels = join(dataFolder, "kernels");
    let parents = 0;
    const removed = KERNEL_NAMES.flatMap((name): KernelRemoval[] => {
      const folder = join(kernels, name);
      const mark = readKernel(folder, name)?.mark;
      if (mark === undefined) return [];
      parents = Math.max(parents, mark.parents);
      return [{ name, folder, kept: removeSpec(folder, mark.ownFolder) }];
    });
    removeEmptyFolders(kernels, parents);
    return removed;
  });
}

function kernelJson(name: keyof typeof DISPLAY_NAMES, program: KernelProgram, mark: KernelMark): object {
  return {
    argv: [program.node, program.main, "{connection_file}"],
    display_name: DISPLAY_NAMES[name],
    language: "typescript",
    interrupt_mode: "message",
    metadata: { "lr-lab": mark },
  };
}

function ownProgram(): KernelProgram {
  const main = join(__dirname, "kernel", "main.js");
  if (existsSync(main)) return { node: process.execPath, main };
  throw new WorkError(`${main}: not built. Run \`npm run build\` in the project's folder, then try again.`);
}

/** Removes the files that were written; which others are left in the folder. */
function removeSpec(folder: string, ownFolder: boolean): string[] {
  try {
    // kernel.json first: what is left of it, should the rest fail, is no kernel.
    const ours = entriesOf(folder)
      .filter(isOurFile)
      .sort((a, b) => rank(a) - rank(b));
    for (const file of ours) rmSync(join(folder, file));
    const kept = entriesOf(folder);
    if (ownFolder && kept.length === 0) removeEmptyFolders(folder, 1);
    return kept;
  } catch (error) {
    throw new WorkError(`${folder}: cannot be removed (${(error as Error).message})`);
  }
}

const rank = (file: string): number => (file === "kernel.json" ? 0 : 1);

/** A file of a spec, or what an install that was killed left of one. */
function isOurFile(file: string): boolean {
  return SPEC_FILES.includes(file.replace(/^\.(.+)\.[0-9a-f]{12}\.tmp$/, "$1"));
}

/** Nothing is there that something else wrote: no folder, an empty one, or an install that did not get to its end. */
function isFree(folder: string): boolean {
  return !existsSync(join(folder, "kernel.json")) && entriesOf(folder).every(isOurFile);
}

function isMissingOrLitter(folder: string): boolean {
  return !existsSync(folder) || entriesOf(folder).length > 0;
}

/** Removes a folder and folders above it, `count` in all, as long as they are empty. */
function removeEmptyFolders(folder: string, count: number): void {
  for (let at = folder, left = count; left > 0; at = dirname(at), left--) {
    try {
      rmdirSync(at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") return;
    }
  }
}

/** How many of a folder and those above it are not there yet. */
function missingFolders(folder: string): number {
  let count = 0;
  for (let at = folder; !existsSync(at); at = dirname(at)) count++;
  return count;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new WorkError(`${folder}: ${(error as Error).message}`);
  }
}
