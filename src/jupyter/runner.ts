import { performance } from "node:perf_hooks";
import { dirname, resolve } from "node:path";
import { InputError } from "../errors";
import type { CheckResult } from "../notebook";
import { collectChecks } from "./checks";
import { Execution, type CellFailure, type ExecutionOptions } from "./execution";
import { collectFindings } from "./findings";
import { startKernel } from "./kernel-process";
import { findKernelSpec, ownKernelSpec, type KernelSpec } from "./kernel-spec";
import type { Notebook } from "./nbformat";
import { readNotebook, writeNotebook } from "./notebook-file";
import { declaredParameters, injectParameters, type ParameterValue } from "./parameters";
import { originOf, withProvenance, type RunState } from "./provenance/provenance";
import { isTagged } from "./tags";
import { unexecuted } from "./unexecuted";

/** What came of running a notebook. */
export interface NotebookRun {
  path: string;
  /** The notebook as executed: as far as the run came. Its metadata say what it came from. */
  notebook: Notebook;
  ok: boolean;
  failure?: CellFailure;
  /** Wall-clock time, the start of the kernel included. */
  seconds: number;
  /** The data of every output of MIME type `application/vnd.lr-lab.finding+json`, in order. */
  findings: unknown[];
  /** What the checks of its exercises found, in order. */
  checks: CheckResult[];
}

export interface RunNotebookOptions extends ExecutionOptions {
  parameters?: ReadonlyMap<string, ParameterValue>;
  /** A kernelspec, or the name of an installed one; the package's own kernel by default. */
  kernel?: string | KernelSpec;
  /** File that the executed notebook is written to before the first cell and after each one; none by default. */
  saveTo?: string;
}

/**
 * Runs a notebook from top to bottom in a fresh kernel, whose current folder is the notebook's. The run stops at
 * the first cell that fails: throws, does not type-check, rejects a promise that nobody awaits, takes longer than
 * the limit, or ends the kernel. A cell tagged `raises-exception` may throw; one tagged `skip-execution` is not
 * run. The file itself is left as it is.
 *
 * @throws InputError for an unreadable notebook, unknown parameters or an unknown kernel; WorkError when the
 *   kernel does not start or `saveTo` cannot be written. A failing cell is no exception: it is in the result.
 * @example
 * const run = await runNotebook("notebooks/01-baseline.ipynb", {parameters: new Map([["seeds", 3]])});
 * if (!run.ok) console.error(run.failure);
 */
export async function runNotebook(file: string, options: RunNotebookOptions = {}): Promise<NotebookRun> {
  const { timeoutSeconds, saveTo, signal, parameters = new Map<string, ParameterValue>() } = options;
  if (timeoutSeconds !== undefined && !(timeoutSeconds > 0)) {
    throw new InputError(`timeoutSeconds must be a number above 0, not ${timeoutSeconds}`);
  }
  const started = performance.now();
  const source = readNotebook(file);
  const injected = injectParameters(source, parameters, file);
  const notebook = { ...injected, cells: unexecuted(injected.cells) };
  const { kernel: wanted = ownKernelSpec() } = options;
  const spec = typeof wanted === "string" ? findKernelSpec(wanted) : wanted;
  const kernel = await startKernel(spec, dirname(resolve(file)), { signal });
  const origin = originOf(notebook, declaredParameters(source, file), parameters, spec.name, kernel.info);
  const written = writtenCells(notebook);
  const state: RunState = { state: "running", done: 0, cells: written.filter(Boolean).length };
  const stamped = (): Notebook => withProvenance(notebook, origin, state);
  const save = (): void => {
    if (saveTo !== undefined) writeNotebook(saveTo, stamped());
  };
  let failure: CellFailure | undefined;
  try {
    save();
    const execution = new Execution(kernel, options, (done) => {
      state.done = written.slice(0, done).filter(Boolean).length;
      save();
    });
    failure = await execution.cells(notebook, file);
    state.state = failure === undefined ? "done" : failure.name === "Interrupted" ? "stopped" : "failed";
    save();
  } finally {
    await kernel.stop({ force: state.state !== "done" || signal?.aborted });
  }
  return {
    path: file,
    notebook: stamped(),
    ok: failure === undefined,
    ...(failure ? { failure } : {}),
    seconds: (performance.now() - started) / 1000,
    findings: collectFindings(notebook),
    checks: collectChecks(notebook),
  };
}

/** Of each code cell, whether its author wrote it; parameters that were injected are not counted. */
function writtenCells({ cells }: Notebook): boolean[] {
  const code = cells.filter((cell) => cell.cell_type === "code");
  return code.map((cell) => !isTagged(cell, "injected-parameters"));
}
