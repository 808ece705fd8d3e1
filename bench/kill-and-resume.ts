import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../src/data";

const ROOT = join(__dirname, "..", "..");
const BIN = join(ROOT, "bin", "lr-lab.js");

/** The sweep that is killed: 60 runs of a fraction of a second. */
export const KILLS_SWEEP = join(ROOT, "test", "fixtures", "sweeps", "kills.json");

/** What came of killing sweeps. */
export interface KillReport {
  readonly kills: number;
  /** Sweeps that were killed, and those whose store ended with the bytes of an uninterrupted one. */
  readonly sweeps: number;
  readonly identical: number;
  /** Kills that came when some runs were done and some were not. */
  readonly midway: number;
  /** What went wrong, a line each. */
  readonly problems: readonly string[];
}

/**
 * Runs a sweep to its end in one store; then, in fresh stores, kills it with SIGKILL at random moments, resumes it to
 * its end, clears what was left half-written by `runs check`, and compares all files under runs/ byte by byte.
 *
 * @param sweeps how many sweeps to kill
 * @param kills  how often to kill each before it may end
 * @param seed   of the moments
 */
export async function killAndResume(
  file: string,
  {
    sweeps,
    kills,
    seed,
    onSweep,
  }: { sweeps: number; kills: number; seed: number; onSweep?: (done: number) => void },
): Promise<KillReport> {
  const random = createRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-kills-"));
  const sweep = ["sweep", file, "--threads", "2", "--json"];
  const report = { kills: 0, sweeps, identical: 0, midway: 0, problems: [] as string[] };
  try {
    const whole = join(folder, "whole");
    const { workingMs } = await succeed(sweep, whole);
    const wanted = filesUnder(join(whole, "runs"));
    for (let i = 0; i < sweeps; i++) {
      const home = join(folder, `killed-${i}`);
      for (let k = 0; k < kills; k++) {
        const killed = await runCli([...sweep, "--resume"], home, random.next() * workingMs);
        if (killed.signal === "SIGKILL") report.kills++;
        const done = filesUnder(join(home, "runs")).size;
        if (done > 0 && done < wanted.size) report.midway++;
      }
      await succeed([...sweep, "--resume"], home);
      await succeed(["runs", "check"], home);
      const difference = compare(filesUnder(join(home, "runs")), wanted);
      if (difference === null) report.identical++;
      else report.problems.push(`sweep ${i + 1}: ${difference}`);
      rmSync(home, { recursive: true, force: true });
      onSweep?.(i + 1);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return report;
}

/** Every file under a folder, by its path in it; empty where there is no folder. */
export function filesUnder(folder: string, prefix = ""): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return files;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory())
      for (const [inner, bytes] of filesUnder(path, `${name}/`)) files.set(inner, bytes);
    else files.set(name, readFileSync(path));
  }
  return files;
}

function compare(found: Map<string, Buffer>, wanted: Map<string, Buffer>): string | null {
  for (const [name, bytes] of wanted) {
    if (!found.has(name)) return `${name} is missing`;
    if (!found.get(name)?.equals(bytes)) return `${name} has other bytes`;
  }
  for (const name of found.keys()) if (!wanted.has(name)) return `${name} should not be there`;
  return null;
}

async function succeed(args: readonly string[], home: string): Promise<{ workingMs: number }> {
  const { code, stderr, workingMs } = await runCli(args, home);
  if (code !== 0) throw new Error(`lr-lab ${args.join(" ")} ended with ${code}: ${stderr}`);
  return { workingMs };
}

/** Runs lr-lab; kills it so long after its first words on stderr, which a sweep says right before its runs. */
function runCli(
  args: readonly string[],
  home: string,
  killAfterMs?: number,
): Promise<{ code: number | null; signal: string | null; stderr: string; workingMs: number }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LR_LAB_HOME: home };
    const child = spawn(process.execPath, [BIN, ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    let began: number | undefined;
    let timer: NodeJS.Timeout | undefined;
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString("utf8");
      if (began !== undefined) return;
      began = performance.now();
      if (killAfterMs !== undefined) timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const ended = performance.now();
      resolve({ code, signal, stderr, workingMs: ended - (began ?? ended) });
    });
  });
}
