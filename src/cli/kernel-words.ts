import { dirname, resolve, sep } from "node:path";
import { jupyterDataFolders, type InstalledKernel, type KernelInstallation } from "../jupyter";

const MEND = "lr-lab kernel install mends it";

/** What a person should know after an install: sentences, most of the time none. */
export function installNotes(
  dataFolder: string,
  installation: KernelInstallation,
  kernels: readonly InstalledKernel[],
): string[] {
  const { specs, program, foreignTslab } = installation;
  const notes: string[] = [];
  const replaced = specs[0].replaced?.[1];
  if (replaced !== undefined) notes.push(`it started ${replaced} before`);
  if (foreignTslab !== undefined) {
    notes.push(
      `another tslab is installed in ${foreignTslab} and stays: notebooks that name tslab open with it`,
    );
  }
  const hidden = kernels.find(({ name, folder, hiddenBy }) => {
    return name === "lr-lab" && hiddenBy !== undefined && same(folder, specs[0].folder);
  });
  if (hidden) notes.push(`Jupyter takes the lr-lab in ${hidden.hiddenBy} instead: uninstall that one`);
  if (!jupyterDataFolders().some((folder) => same(folder, dataFolder))) {
    notes.push(
      `a Jupyter that is not installed under this prefix looks there only with JUPYTER_PATH=${dataFolder}`,
    );
  }
  if (program.main.split(sep).includes("_npx")) {
    notes.push(
      "this lr-lab lies in the cache of npx, which npm may empty: install the package, then do this again",
    );
  }
  return notes;
}

/** The state of the installed kernel in one line, as doctor says it. */
export function installedWords(kernels: readonly InstalledKernel[]): string {
  const ours = kernels.filter(({ mark }) => mark !== undefined);
  if (ours.length === 0) return "not installed; lr-lab kernel install adds it to Jupyter and VS Code";
  const states = new Map<string, string[]>();
  for (const kernel of ours) {
    const key = `${dirname(kernel.folder)}: ${stateWords(kernel)}`;
    states.set(key, [...(states.get(key) ?? []), kernel.name]);
  }
  return [...states].map(([state, names]) => `${names.join(" and ")} in ${state}`).join("; ");
}

function stateWords({ argv, problem, hiddenBy }: InstalledKernel): string {
  if (problem !== undefined) return `cannot start, ${problem}; ${MEND}`;
  if (hiddenBy !== undefined) return `hidden by ${hiddenBy}`;
  const [node, main] = argv;
  const other = node === process.execPath ? "" : `, with another Node than this one (${process.execPath})`;
  return `starts ${node} ${main}${other}`;
}

function same(a: string, b: string): boolean {
  return resolve(a) === resolve(b);
}
