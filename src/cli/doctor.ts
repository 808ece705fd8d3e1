import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { chooseBackend } from "../training";

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
        for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(width)}  ${value}`);
      }
    });
}

async function examine(): Promise<Record<string, string>> {
  const { backend, build, reason } = await chooseBackend();
  return {
    "lr-lab": versionOf("../../package.json"),
    node: `${process.version} (${process.platform} ${process.arch}); 20, 22 and 24 are supported`,
    "TensorFlow.js": build,
    backend: `${backend}: ${reason}`,
    "forced by": process.env.LR_LAB_BACKEND
      ? `LR_LAB_BACKEND=${process.env.LR_LAB_BACKEND}`
      : "nothing (LR_LAB_BACKEND is not set)",
    kernel: `tslab ${versionOf("tslab/package.json")}, TypeScript ${versionOf("@tslab/typescript-for-tslab/package.json")}`,
    danfo: versionOf("danfojs-node/package.json", "not installed: everything works but data frames"),
    charts: `vega ${versionOf("vega/package.json")}, vega-lite ${versionOf("vega-lite/package.json")}`,
    Jupyter: jupyterVersion(),
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

function jupyterVersion(): string {
  const { status, stdout } = spawnSync("jupyter", ["--version"], { encoding: "utf8", timeout: 20_000 });
  if (status !== 0) return "not found; lr-lab runs notebooks without it";
  const lines = stdout
    .split("\n")
    .filter((line) => /^(jupyterlab|nbclient|notebook|jupyter_core)\b/.test(line));
  return lines.map((line) => line.replace(/\s*:\s*/, " ")).join(", ");
}
