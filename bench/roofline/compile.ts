import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, SOURCES } from "../lib/paths";
import { multiplyAddSource } from "./multiply-add";

/** Compiles bench/roofline/kernel.as and the multiply-add loops with the project's AssemblyScript. */
export function compileKernel(): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-roof-"));
  try {
    const rows = readFileSync(join(SOURCES, "roofline", "kernel.as"), "utf8");
    writeFileSync(join(folder, "kernel.ts"), `${rows}\n${multiplyAddSource()}`);
    const compiler = join(ROOT, "node_modules", "assemblyscript", "bin", "asc.js");
    const options = [
      "--optimizeLevel",
      "3",
      "--enable",
      "simd",
      "--runtime",
      "stub",
      "--initialMemory",
      "40",
    ];
    const compiled = spawnSync(process.execPath, [compiler, "kernel.ts", "-o", "kernel.wasm", ...options], {
      cwd: folder,
      encoding: "utf8",
    });
    if (compiled.status !== 0) throw new Error(`bench/roofline/kernel.as: ${compiled.stderr}`);
    return new Uint8Array(readFileSync(join(folder, "kernel.wasm")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
