import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { jupyterDataFolders } from "./data-folders";

/** A kernelspec that lies in one of Jupyter's data folders. */
export interface InstalledKernel {
  /** Its name, as Jupyter knows it: lower case. */
  readonly name: string;
  /** The folder that has its kernel.json. */
  readonly folder: string;
  readonly displayName: string;
  readonly argv: readonly string[];
  /** What `lr-lab kernel install` noted when it wrote it; undefined where something else wrote it. */
  readonly mark: KernelMark | undefined;
  /** Why it cannot start; undefined where nothing speaks against it. */
  readonly problem: string | undefined;
  /** The folder of the kernel of the same name that Jupyter takes instead. */
  readonly hiddenBy: string | undefined;
}

/** Stands in a spec's metadata under "lr-lab", so that uninstalling leaves the folders as they were. */
export interface KernelMark {
  /** The version of lr-lab that wrote it. */
  readonly version: string;
  /** Whether the spec's own folder was made for it. */
  readonly ownFolder: boolean;
  /** How many of the folders above it were made for it. */
  readonly parents: number;
}

/** More than this is no kernelspec. */
const MAX_BYTES = 1_000_000;
const MAX_PARENTS = 16;

/** The kernel by its own name, and by the name that notebooks written for tslab ask for. */
export const KERNEL_NAMES = ["lr-lab", "tslab"] as const;

/**
 * Every kernelspec in the data folders, in the order in which Jupyter looks; a broken one is listed with its problem.
 *
 * @param folders the data folders; by default those that Jupyter has on this machine
 */
export function listKernels(folders: readonly string[] = jupyterDataFolders()): InstalledKernel[] {
  const first = new Map<string, string>();
  const seen = new Set<string>();
  return folders.flatMap((folder) => {
    const real = realPath(folder);
    if (seen.has(real)) return [];
    seen.add(real);
    const names = entries(join(folder, "kernels"));
    return names.flatMap((entry) => {
      const kernel = readKernel(join(folder, "kernels", entry), entry.toLowerCase());
      if (kernel === undefined) return [];
      const hiddenBy = first.get(kernel.name);
      if (hiddenBy === undefined) first.set(kernel.name, kernel.folder);
      return [{ ...kernel, hiddenBy }];
    });
  });
}

/** The kernelspec in a folder; undefined where it has no kernel.json. */
export function readKernel(folder: string, name: string): Omit<InstalledKernel, "hiddenBy"> | undefined {
  const file = join(folder, "kernel.json");
  if (!existsSync(file)) return undefined;
  const broken = (problem: string) => ({
    ...{ name, folder, displayName: name, argv: [], mark: undefined },
    problem: `kernel.json ${problem}`,
  });
  let json: unknown;
  try {
    const about = statSync(file);
    // A pipe would block the read.
    if (!about.isFile()) return broken("is not a file");
    if (about.size > MAX_BYTES) return broken(`is larger than ${MAX_BYTES} bytes`);
    json = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    return broken(`cannot be read (${(error as Error).message})`);
  }
  if (typeof json !== "object" || json === null) return broken("is not an object");
  const { argv, display_name, metadata } = json as Record<string, unknown>;
  if (!Array.isArray(argv) || argv.length === 0 || !argv.every((part) => typeof part === "string")) {
    return broken('has no "argv", an array of strings');
  }
  const mark = (KERNEL_NAMES as readonly string[]).includes(name) ? readMark(metadata) : undefined;
  const displayName = typeof display_name === "string" ? display_name : name;
  return { name, folder, displayName, argv: argv as string[], mark, problem: problemOf(argv, mark) };
}

function problemOf(argv: readonly string[], mark: KernelMark | undefined): string | undefined {
  const missing = (path: string | undefined) => path === undefined || (isAbsolute(path) && !existsSync(path));
  if (missing(argv[0])) return `${mark ? "its Node" : "its program"} is not there any more: ${argv[0]}`;
  if (mark && missing(argv[1])) return `its lr-lab is not there any more: ${argv[1]}`;
  return undefined;
}

/** What a spec says of itself is not trusted: it may have been written by anyone. */
function readMark(metadata: unknown): KernelMark | undefined {
  const mark = (metadata as Record<string, unknown> | null | undefined)?.["lr-lab"];
  if (typeof mark !== "object" || mark === null) return undefined;
  const { version, ownFolder, parents } = mark as Record<string, unknown>;
  if (typeof version !== "string") return undefined;
  const sound = Number.isInteger(parents) && (parents as number) >= 0 && (parents as number) <= MAX_PARENTS;
  return { version, ownFolder: ownFolder === true, parents: sound ? (parents as number) : 0 };
}

/** Two names of one folder are one folder. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
