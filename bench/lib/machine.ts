import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import type { PythonVersions } from "./python";
import { ROOT } from "./paths";

/** The machine and the versions that the figures belong to; no paths, no names of hosts. */
export function machine(python: PythonVersions | null): string[] {
  const model = cpus()[0]?.model ?? "unknown processor";
  const kernel = /^[\d.]*\d/.exec(release())?.[0] ?? "";
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${model}, ${availableParallelism()} cores${caches()}, ${gib} GiB of memory, ${type()} ${kernel}, ${process.arch}`,
    `Node ${process.versions.node} (V8 ${process.versions.v8}), lr-lab ${version(".")}, ` +
      `TensorFlow.js ${version("node_modules/@tensorflow/tfjs")}, ` +
      `AssemblyScript ${version("node_modules/assemblyscript")}`,
    python === null
      ? "no Python named: nothing measured against PyTorch"
      : `Python ${python.python}, PyTorch ${python.torch}, NumPy ${python.numpy}`,
  ];
}

/** The first core's caches, where the system tells (Linux). */
function caches(): string {
  const folder = "/sys/devices/system/cpu/cpu0/cache";
  try {
    const found = readdirSync(folder)
      .filter((name) => name.startsWith("index"))
      .map((name) => {
        const read = (file: string): string => readFileSync(join(folder, name, file), "utf8").trim();
        const kind = { Data: "d", Instruction: "i" }[read("type")] ?? "";
        return `L${read("level")}${kind} ${read("size")}`;
      });
    return found.length === 0 ? "" : ` (${found.join(", ")})`;
  } catch {
    return "";
  }
}

function version(folder: string): string {
  return (JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8")) as { version: string })
    .version;
}
