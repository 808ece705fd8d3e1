import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { escapeControls } from "../data";
import { listKernels, type InstalledKernel } from "../jupyter";
import { chooseBackend } from "../training";
import { installedWords } from "./kernel-words";

/** `lr-lab doctor`: what lr-lab finds on this machine, and why it uses what it uses. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("show Node, the TensorFlow.js backend and why it is used, the kernel, Jupyter, versions")
    .option("--json", "print one JSON document")
    .action(async (options: { json?: boolean }) => {
      const report = await examine();
      if (options.json) console.log(JSON.stringify(report, null, 2));
      else {
        const width = Math.max(...Object.keys(report).map((name) => name.length));
        for (const [name, value] of Object.entries(report)) {
          console.log(`${name.padEnd(width)}  ${escapeControls(value)}`);
        }
      }
    });
}

async function examine(): Promise<Record<string, string>> {
  const { backend, build, reason } = await chooseBackend();
  const kernels = listKernels();
  return {
    "lr-lab": versionOf("../../package.json"),
    node: `${process.version} (${process.platform} ${process.arch}); 20, 22 and 24 are supported`,
    "TensorFlow.js": build,
    backend: `${backend}: ${reason}`,
    "forced by": process.env.LR_LAB_BACKEND
      ? `LR_LAB_BACKEND=${process.env.LR_LAB_BACKEND}`
      : "nothing (LR_LAB_BACKEND is not set)",
    kernel: `its own, with the TypeScript ${versionOf("@tslab/typescript-for-tslab/package.json")} of tslab ${versionOf("tslab/package.json")}`,
    "in Jupyter": installedWords(kernels),
    danfo: versionOf("danfojs-node/package.json", "not installed: everything works but data frames"),
    charts: `vega ${versionOf("vega/package.json")}, vega-lite ${versionOf("vega-lite/package.json")}`,
    Jupyter: jupyterWords(kernels),
  };
}

function versionOf(manifest: string, absent = "not installed"): string {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return (require(manifest) as { version: string }).version;
  } catch {
    return absent;
  }
}

/** The Jupyter on the PATH, and whether it sees the kernel where it is installed. */
function jupyterWords(kernels: readonly InstalledKernel[]): string {
  const versions = jupyter("--version");
  if (versions === undefined) return "not found; lr-lab runs notebooks without it";
  const lines = versions
    .split("\n")
    .filter((line) => /^(jupyterlab|nbclient|notebook|jupyter_core)\b/.test(line));
  const words = lines.map((line) => line.trim().replace(/\s*:\s*/, " ")).join(", ");
  if (!kernels.some(({ mark }) => mark !== undefined)) return words;
  return `${words}; ${seesKernel(kernels)}`;
}

function seesKernel(kernels: readonly InstalledKernel[]): string {
  const ours = kernels.filter(({ name, mark }) => name === "lr-lab" && mark !== undefined);
  try {
    const specs = (JSON.parse(jupyter("kernelspec", "list", "--json") ?? "") as Kernelspecs).kernelspecs;
    const folder = specs["lr-lab"]?.resource_dir;
    if (folder === undefined) return "it does not see the kernel lr-lab: lr-lab kernel install --sys-prefix";
    return ours.some((kernel) => kernel.folder === folder)
      ? "it sees the kernel lr-lab"
      : `its kernel lr-lab is the one in ${folder}`;
  } catch {
    return "it does not say which kernels it sees";
  }
}

interface Kernelspecs {
  kernelspecs: Record<string, { resource_dir: string } | undefined>;
}

/** What `jupyter ...` prints; undefined where it does not run. */
function jupyter(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync("jupyter", args, { encoding: "utf8", timeout: 20_000 });
  return status === 0 ? stdout : undefined;
}
