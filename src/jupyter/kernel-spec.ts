import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors";
import { jupyterDataFolders } from "./data-folders";

/** How a kernel is started; `{connection_file}` and `{resource_dir}` in `argv` are filled in at the start. */
export interface KernelSpec {
  name: string;
  argv: string[];
  env: Record<string, string>;
  interruptMode: "signal" | "message";
  /** Folder of the kernelspec; empty for the project's own kernel. */
  resourceDir: string;
}

/** The kernel of this package, whatever kernels are installed. */
export function ownKernelSpec(): KernelSpec {
  return {
    name: "lr-lab",
    argv: [process.execPath, join(__dirname, "kernel", "main.js"), "{connection_file}"],
    env: {},
    interruptMode: "message",
    resourceDir: "",
  };
}

/** Stock tslab, as it is among the project's dependencies. */
export function stockKernelSpec(): KernelSpec {
  return {
    name: "tslab",
    argv: [
      process.execPath,
      "--require",
      join(__dirname, "orphan-guard.js"),
      require.resolve("tslab/bin/tslab"),
      "kernel",
      "--config-path={connection_file}",
    ],
    env: {},
    interruptMode: "signal",
    resourceDir: "",
  };
}

/**
 * An installed kernelspec by its name, upper and lower case alike, from the first Jupyter data folder that has it.
 *
 * @throws InputError when there is none (it lists the kernels that there are) or its kernel.json is broken.
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
export function findKernelSpec(name: string): KernelSpec {
  const folders = jupyterDataFolders().map((folder) => join(folder, "kernels"));
  const found = new Set<string>();
  for (const folder of folders) {
    for (const entry of subfolders(folder)) {
      if (entry.toLowerCase() === name.toLowerCase()) {
        const spec = readKernelSpec(entry, join(folder, entry));
        if (spec) return spec;
      } else found.add(entry);
    }
  }
  const installed = found.size === 0 ? "none are installed" : `installed: ${[...found].sort().join(", ")}`;
  throw new InputError(
    `--kernel ${name}: no such kernel (${installed}); searched ${folders.join(", ")}. ` +
      "Leave --kernel out to use the project's own.",
  );
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readKernelSpec(name: string, folder: string): KernelSpec | undefined {
  const file = join(folder, "kernel.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  let json: { argv?: unknown; env?: unknown; interrupt_mode?: unknown } | null;
  try {
    json = JSON.parse(text) as typeof json;
  } catch (error) {
    throw new InputError(`${file}: unreadable JSON (${(error as Error).message})`);
  }
  const argv = json?.argv;
  if (!Array.isArray(argv) || argv.length === 0 || !argv.every((part) => typeof part === "string")) {
    throw new InputError(`${file}: "argv" is not an array of strings`);
  }
  const env = Object.entries(json?.env ?? {}).map(([key, value]) => [key, String(value)]);
  return {
    name,
    argv,
    env: Object.fromEntries(env) as Record<string, string>,
    interruptMode: json?.interrupt_mode === "message" ? "message" : "signal",
    resourceDir: folder,
  };
}
