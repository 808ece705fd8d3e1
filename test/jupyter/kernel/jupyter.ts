import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KernelSpec } from "../../../src/jupyter/kernel-spec";

/**
 * A program of a Python with Jupyter: from the folder that `LR_LAB_JUPYTER` names (a virtual environment's `bin`), else
 * from the search path. Undefined where `module` cannot be imported.
 */
export function findPython(module: string): string | undefined {
  const folder = process.env.LR_LAB_JUPYTER;
  const names =
    folder === undefined ? ["python3", "python"] : [join(folder, "python"), join(folder, "python.exe")];
  return names.find((name) => spawnSync(name, ["-c", `import ${module}`], { stdio: "ignore" }).status === 0);
}

/** Writes kernelspecs below `folder`, which is then a value for `JUPYTER_PATH` or `JUPYTER_DATA_DIR`. */
export function writeKernelSpecs(folder: string, specs: readonly KernelSpec[]): void {
  for (const { name, argv, interruptMode } of specs) {
    const place = join(folder, "kernels", name);
    mkdirSync(place, { recursive: true });
    const spec = { argv, display_name: name, language: "typescript", interrupt_mode: interruptMode };
    writeFileSync(join(place, "kernel.json"), JSON.stringify(spec));
  }
}

/** The program beside an interpreter, e.g. `jupyter-lab`. */
export function programBeside(python: string, name: string): string | undefined {
  const asked = spawnSync(python, ["-c", "import sysconfig; print(sysconfig.get_path('scripts'))"], {
    encoding: "utf8",
  });
  const file = join(asked.stdout.trim(), process.platform === "win32" ? `${name}.exe` : name);
  return existsSync(file) ? file : undefined;
}
