import { resolve } from "node:path";
import { Command } from "commander";
import { escapeControls } from "../data";
import { InputError } from "../errors";
import {
  environmentPrefixes,
  installKernel,
  jupyterDataFolders,
  listKernels,
  prefixDataFolder,
  startToMakeSnapshot,
  uninstallKernel,
  userDataFolder,
} from "../jupyter";
import { withJsonErrors } from "./json-errors";
import { installNotes } from "./kernel-words";
import { alignRows, jsonText } from "./run-words";

interface PlaceOptions {
  user?: boolean;
  sysPrefix?: boolean;
  prefix?: string;
  json?: boolean;
}

const JSON_OPTION = ["--json", "print one JSON document on stdout and nothing else"] as const;

/** `lr-lab kernel`: makes the kernel known to JupyterLab, VS Code and the rest, and unknown again; without Python. */
export function kernelCommand(): Command {
  return new Command("kernel")
    .description(
      'Install the kernel "TypeScript (lr-lab)" for Jupyter and VS Code, list kernels, uninstall it.',
    )
    .addCommand(
      place(new Command("install"), "into")
        .description(
          "Write the kernelspec lr-lab, and tslab on the same kernel where there is no other tslab.",
        )
        .action((options: PlaceOptions) => withJsonErrors(options.json, () => install(options))),
    )
    .addCommand(
      place(new Command("uninstall"), "only from")
        .description("Remove what kernel install wrote: everywhere, or from the place named.")
        .action((options: PlaceOptions) => withJsonErrors(options.json, () => uninstall(options))),
    )
    .addCommand(
      new Command("list")
        .description("List the installed kernels, where they are, and which of them cannot start.")
        .option(...JSON_OPTION)
        .action((options: PlaceOptions) => withJsonErrors(options.json, () => list(options))),
    );
}

function place(command: Command, where: string): Command {
  const byDefault = where === "into" ? " (default)" : "";
  return command
    .option("--user", `${where} your own Jupyter folder${byDefault}`)
    .option("--sys-prefix", `${where} the active Python or conda environment`)
    .option("--prefix <dir>", `${where} DIR/share/jupyter`)
    .option(...JSON_OPTION);
}

/** The data folder that the options name; undefined where they name none. */
function namedPlace({ user, sysPrefix, prefix }: PlaceOptions): string | undefined {
  if ([user, sysPrefix, prefix !== undefined].filter(Boolean).length > 1) {
    throw new InputError("kernel: give one of --user, --sys-prefix and --prefix DIR");
  }
  if (user) return resolve(userDataFolder());
  if (prefix !== undefined) {
    if (prefix.trim() === "") throw new InputError("--prefix: names no folder");
    return resolve(prefixDataFolder(prefix));
  }
  if (!sysPrefix) return undefined;
  const [active] = environmentPrefixes();
  if (active !== undefined) return resolve(prefixDataFolder(active));
  throw new InputError(
    "--sys-prefix: no Python or conda environment is active (VIRTUAL_ENV and CONDA_PREFIX are not set); " +
      "activate it, or name its folder with --prefix DIR",
  );
}

async function install(options: PlaceOptions): Promise<void> {
  const folder = namedPlace(options) ?? resolve(userDataFolder());
  const installation = installKernel(folder);
  startToMakeSnapshot(); // now, by whoever may write here, and not by the first notebook
  const { specs, program, foreignTslab = null } = installation;
  const notes = installNotes(folder, installation, listKernels());
  if (options.json) {
    const kernels = specs.map(({ replaced = null, ...spec }) => ({ ...spec, replaced }));
    return console.log(jsonText({ ok: true, kernels, program, foreignTslab, notes }, 2));
  }
  const rows = specs.map(({ name, folder: at, files }) => [`  ${name}`, escapeControls(at), files.join(" ")]);
  console.log(`Installed the kernel "TypeScript (lr-lab)":\n${alignRows(rows, new Set()).join("\n")}`);
  console.log(`It starts ${escapeControls(program.node)} ${escapeControls(program.main)}`);
  for (const note of notes) console.log(`Note: ${escapeControls(note)}`);
  console.log(
    "\nNext: jupyter lab, or reload the window of VS Code, and choose the kernel TypeScript (lr-lab).\n" +
      "lr-lab doctor looks after it; lr-lab kernel uninstall removes it.",
  );
}

async function uninstall(options: PlaceOptions): Promise<void> {
  const folder = namedPlace(options);
  const folders = folder === undefined ? jupyterDataFolders() : [folder];
  const removed = uninstallKernel(folders);
  if (options.json) return console.log(jsonText({ ok: true, removed, searched: folders }, 2));
  for (const { name, folder: from, kept } of removed) {
    console.log(`Removed ${name} from ${escapeControls(from)}`);
    if (kept.length > 0)
      console.log(`  not written by lr-lab, and kept there: ${escapeControls(kept.join(", "))}`);
  }
  if (removed.length > 0) return;
  console.log(
    `No kernel of lr-lab is installed; searched:\n${folders.map((at) => `  ${escapeControls(at)}`).join("\n")}`,
  );
  if (folder === undefined)
    console.log("If it is under another prefix: lr-lab kernel uninstall --prefix DIR");
}

async function list({ json }: PlaceOptions): Promise<void> {
  const folders = jupyterDataFolders();
  const kernels = listKernels(folders).map(({ mark, problem = null, hiddenBy = null, ...kernel }) => ({
    ...kernel,
    ours: mark !== undefined,
    problem,
    hiddenBy,
  }));
  if (json) return console.log(jsonText({ ok: true, kernels, searched: folders }, 2));
  if (kernels.length === 0) {
    return console.log(
      `No kernels in ${folders.map(escapeControls).join(", ")}. lr-lab kernel install adds one.`,
    );
  }
  const rows = kernels.map(({ name, displayName, folder, ours, problem, hiddenBy }) => {
    const state = problem ?? (hiddenBy === null ? "ready" : `hidden by ${hiddenBy}`);
    const mending = ours && problem !== null ? "; lr-lab kernel install mends it" : "";
    return [name, displayName, folder, `${state}${mending}`].map(escapeControls);
  });
  console.log(alignRows([["kernel", "shown as", "folder", "state"], ...rows], new Set()).join("\n"));
}
