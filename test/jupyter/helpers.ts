import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import type { CodeCell, Notebook } from "../../src/jupyter/nbformat";

/** The project's folder, from build/test/jupyter. */
export const ROOT = resolve(__dirname, "..", "..", "..");
export const NOTEBOOKS = join(ROOT, "test", "fixtures", "notebooks");
export const BIN = join(ROOT, "bin", "lr-lab.js");

export function fixture(name: string): string {
  return join(NOTEBOOKS, `${name}.ipynb`);
}

/** A folder that is gone after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the command line as a user would; TMPDIR is `temporary`, so that what is left there can be counted. */
export function startCli(
  args: readonly string[],
  options: { cwd: string; temporary: string; env?: NodeJS.ProcessEnv; bin?: string },
): { child: ChildProcess; result: Promise<CliResult> } {
  const { cwd, temporary, env, bin = BIN } = options;
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...process.env, ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
  const result = new Promise<CliResult>((done) =>
    child.once("close", (code) => done({ code, stdout, stderr })),
  );
  return { child, result };
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

export function codeCells(notebook: Notebook): CodeCell[] {
  return notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
}

/** Everything a cell printed to one stream. */
export function streamText(cell: CodeCell, name: "stdout" | "stderr"): string {
  return cell.outputs.map((o) => (o.output_type === "stream" && o.name === name ? o.text : "")).join("");
}

/** Whether a process runs; one that has ended and waits to be collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
}

/** The connection folders of kernels that were not cleared away. */
export function kernelFolders(temporary: string): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith("lr-lab-kernel-"));
}

/** Processes whose command line names a file under `temporary`: kernels still running (Linux only). */
export function kernelsUnder(temporary: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(join(temporary, "lr-lab-kernel-"));
      } catch {
        return false;
      }
    });
}

export async function until(condition: () => boolean, ms = 10_000): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (condition()) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return condition();
}
