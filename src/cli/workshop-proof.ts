import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import {
  findKernelSpec,
  proofCopy,
  proofsOf,
  readNotebook,
  readyCopy,
  runNotebook,
  writeCopies,
  type ExerciseProof,
} from "../jupyter";
import { printable } from "./progress";
import { RunBoard } from "./run-board";

interface ProofOptions {
  timeout?: number;
  kernel?: string;
  json?: boolean;
}

/** What came of one notebook. */
interface Proved {
  notebook: string;
  ok: boolean;
  /** What failed, where a cell did. */
  failure: string | null;
  exercises: ExerciseProof[];
}

/**
 * `lr-lab workshop --prove`: runs each notebook once, with every check also right after its exercise. Exit code 1
 * when a check passes before its exercise is solved, does not pass after, or a cell fails.
 */
export async function proveExercises(files: readonly string[], options: ProofOptions): Promise<void> {
  if (options.kernel !== undefined) findKernelSpec(options.kernel);
  const copies = files.map((path) => readyCopy(proofCopy(readNotebook(path), path), path));
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-proof-"));
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  const proved: Proved[] = [];
  try {
    linkPackage(folder);
    writeCopies(folder, copies);
    for (const { name } of copies) {
      proved.push(await prove(join(folder, name), options, stopped.signal));
      if (stopped.signal.aborted) break;
    }
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeListener(signal, stop);
    rmSync(folder, { recursive: true, force: true });
  }
  const ok = proved.every((notebook) => notebook.ok) && !stopped.signal.aborted;
  if (options.json) console.log(JSON.stringify({ ok, notebooks: proved }, null, 2));
  else console.log(proved.map(words).join("\n"));
  if (!ok) process.exitCode = 1;
}

/** Lets the notebooks of a folder import this lr-lab, on any kernel. */
function linkPackage(folder: string): void {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve(__dirname, "..", ".."), join(folder, "node_modules", "lr-lab"), "junction");
}

async function prove(file: string, options: ProofOptions, signal: AbortSignal): Promise<Proved> {
  const board = new RunBoard(process.stderr, 1);
  const notebook = basename(file);
  const name = basename(file, ".ipynb");
  board.start(name);
  try {
    const { timeout: timeoutSeconds, kernel } = options;
    const run = await runNotebook(file, {
      timeoutSeconds,
      kernel,
      signal,
      onProgress: (step) => board.update(name, step),
    });
    const exercises = proofsOf(run.notebook);
    const failure = run.failure
      ? `cell ${run.failure.cellId}: ${run.failure.name}: ${run.failure.message}`
      : null;
    const ok = run.ok && exercises.every(({ proven }) => proven);
    board.end(name, ok ? "done" : signal.aborted ? "stopped" : "failed");
    return { notebook, ok, failure, exercises };
  } catch (error) {
    board.end(name, "failed");
    throw error;
  }
}

function words({ notebook, failure, exercises }: Proved): string {
  const lines = exercises.map(
    ({ exercise, title, before, after, proven }) =>
      `  ${proven ? "✓" : "✗"} ${exercise} (${title}): ${before} before, ${after} after`,
  );
  if (exercises.length === 0) lines.push("  no exercises");
  if (failure !== null) lines.push(`  ✗ ${failure}`);
  return [notebook, ...lines].map((line) => line.split("\n").map(printable).join("\n")).join("\n");
}
