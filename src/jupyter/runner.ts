import { performance } from "node:perf_hooks";
import { dirname, resolve } from "node:path";
import { InputError } from "../errors";
import { Execution, type CellFailure, type ExecutionOptions } from "./execution";
import { collectFindings } from "./findings";
import { startKernel } from "./kernel-process";
import { findKernelSpec, ownKernelSpec } from "./kernel-spec";
import type { Notebook } from "./nbformat";
import { readNotebook } from "./notebook-file";
import { injectParameters, type ParameterValue } from "./parameters";

/** What came of running a notebook. */
export interface NotebookRun {
  path: string;
  /** The notebook as executed: as far as the run came. */
  notebook: Notebook;
  ok: boolean;
  failure?: CellFailure;
  /** Wall-clock time, the start of the kernel included. */
  seconds: number;
  /** The data of every output of MIME type `application/vnd.lr-lab.finding+json`, in order. */
  findings: unknown[];
}

export interface RunNotebookOptions extends ExecutionOptions {
  parameters?: ReadonlyMap<string, ParameterValue>;
  /** Name of an installed kernelspec; the project's own tslab by default. */
  kernel?: string;
}

/**
 * Runs a notebook from top to bottom in a fresh kernel, whose current folder is the notebook's. The run stops at
 * the first cell that fails: throws, does not type-check, rejects a promise that nobody awaits, takes longer than
 * the limit, or ends the kernel. A cell tagged `raises-exception` may throw. The file itself is left as it is.
 *
 * @throws InputError for an unreadable notebook, unknown parameters or an unknown kernel; WorkError when the
 *   kernel does not start. A failing cell is no exception: it is in the result.
 * @example
 * const run = await runNotebook("notebooks/01-baseline.ipynb", {parameters: new Map([["seeds", 3]])});
 * if (!run.ok) console.error(run.failure);
 */
export async function runNotebook(file: string, options: RunNotebookOptions = {}): Promise<NotebookRun> {
  const { timeoutSeconds } = options;
  if (timeoutSeconds !== undefined && !(timeoutSeconds > 0)) {
    throw new InputError(`timeoutSeconds must be a number above 0, not ${timeoutSeconds}`);
  }
  const started = performance.now();
  const notebook = unexecuted(injectParameters(readNotebook(file), options.parameters ?? new Map(), file));
  const spec = options.kernel === undefined ? ownKernelSpec() : findKernelSpec(options.kernel);
  const kernel = await startKernel(spec, dirname(resolve(file)), { signal: options.signal });
  let failure: CellFailure | undefined;
  try {
    failure = await new Execution(kernel, options).cells(notebook, file);
  } finally {
    await kernel.stop({ force: failure !== undefined || options.signal?.aborted });
  }
  return {
    path: file,
    notebook,
    ok: failure === undefined,
    ...(failure ? { failure } : {}),
    seconds: (performance.now() - started) / 1000,
    findings: collectFindings(notebook),
  };
}

function unexecuted(notebook: Notebook): Notebook {
  const copy = structuredClone(notebook);
  for (const cell of copy.cells) {
    if (cell.cell_type !== "code") continue;
    cell.outputs = [];
    cell.execution_count = null;
  }
  return copy;
}
