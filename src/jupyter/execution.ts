import { setTimeout as sleep } from "node:timers/promises";
import { appendError, type CellError } from "./cell-error";
import type { Reply } from "./client";
import { KernelDied, type Kernel } from "./kernel-process";
import type { CodeCell, Notebook } from "./nbformat";
import { CellRequests } from "./run/cell-requests";
import { cellFailure, type CellFailure } from "./run/failure";
import { lastHeading } from "./run/headings";
import { judge } from "./run/judge";
import { aborted, timer } from "./run/waiting";
import { isTagged } from "./tags";

export type { CellActivity, CellFailure } from "./run/failure";

/** Told before each code cell. */
export interface RunProgress {
  path: string;
  /** 1-based, among the code cells. */
  cell: number;
  cells: number;
  /** The last heading above the cell, without its `#`; empty when there is none. */
  heading: string;
}

export interface ExecutionOptions {
  /**
   * Limit for each cell, in seconds; none by default. A cell that takes longer is interrupted, and the kernel is
   * killed when that does not end it within 2.5 s.
   */
  timeoutSeconds?: number;
  onProgress?: (progress: RunProgress) => void;
  /** Ends the run: the kernel is killed, and what was run so far is returned. */
  signal?: AbortSignal;
}

/** After an interrupt a cell has this long to end before the kernel is killed. */
const INTERRUPT_GRACE_MS = 2500;

/** A cell's error, and whether the run may go on all the same. */
interface Outcome {
  error?: CellError;
  forgiven: boolean;
}

/** One pass over a notebook's cells in one kernel. */
export class Execution {
  private readonly requests: CellRequests;
  /** Cells that have passed. */
  private readonly passed: { cell: CodeCell; number: number; heading: string }[] = [];

  /** @param onCell told after each code cell how many are behind, of how many */
  constructor(
    private readonly kernel: Kernel,
    private readonly options: ExecutionOptions,
    private readonly onCell: (done: number, cells: number) => void = () => {},
  ) {
    this.requests = new CellRequests(kernel);
  }

  async cells(notebook: Notebook, path: string): Promise<CellFailure | undefined> {
    const cells = notebook.cells.filter((cell) => cell.cell_type === "code").length;
    let heading = "";
    let number = 0;
    for (const cell of notebook.cells) {
      if (cell.cell_type === "markdown") heading = lastHeading(cell.source) ?? heading;
      if (cell.cell_type !== "code") continue;
      number += 1;
      if (cell.source.trim() !== "" && !isTagged(cell, "skip-execution")) {
        this.options.onProgress?.({ path, cell: number, cells, heading });
        const { error, forgiven } = await this.runCell(cell);
        const late = this.lateFailure();
        if (error && !forgiven) {
          this.onCell(number - 1, cells);
          return cellFailure(cell, number, heading, error);
        }
        if (late) return late;
        if (!error) this.passed.push({ cell, number, heading });
      }
      this.onCell(number, cells);
    }
    return undefined;
  }

  /** A cell that had passed, and whose code has failed since: in a timer, or a promise that nobody awaited. */
  private lateFailure(): CellFailure | undefined {
    for (const { cell, number, heading } of this.passed) {
      const error = cell.outputs.find((output) => output.output_type === "error");
      if (error && !isTagged(cell, "raises-exception")) return cellFailure(cell, number, heading, error);
    }
    return undefined;
  }

  /** Runs one cell under the time limit; its error, if it failed, is in its outputs too. */
  private async runCell(cell: CodeCell): Promise<Outcome> {
    const { signal, timeoutSeconds } = this.options;
    const settled = new AbortController();
    const execution = this.requests.execute(cell);
    const stopped = (ename: string, evalue: string, reply?: Reply): Outcome => ({
      error: this.stopError(cell, ename, evalue, reply),
      forgiven: false,
    });
    try {
      const outcome = await Promise.race([
        execution,
        aborted(signal, settled.signal),
        ...(timeoutSeconds === undefined ? [] : [timer(timeoutSeconds * 1000, settled.signal)]),
      ]);
      if (outcome === "aborted") {
        await this.kernel.stop({ force: true });
        await execution.catch(() => {});
        return stopped("Interrupted", "the run was stopped");
      }
      if (outcome === "time is up") {
        const reply = await this.interrupt(execution);
        const how = reply ? "interrupted" : "killed";
        return stopped("TimeoutError", `no end within ${timeoutSeconds} s; the cell was ${how}`, reply);
      }
      return { error: this.judge(cell, outcome), forgiven: isTagged(cell, "raises-exception") };
    } catch (error) {
      if (!(error instanceof KernelDied)) throw error;
      return stopped("KernelDied", `${error.message} (process.exit in a cell, or out of memory?)`);
    } finally {
      settled.abort();
    }
  }

  private judge(cell: CodeCell, reply: Reply): CellError | undefined {
    const stderr = this.requests.stderrOf(cell);
    return judge({ cell, reply, stderr, isStock: this.kernel.info.isStock });
  }

  /**
   * Puts the runner's own error in the place of the one by which the kernel says that it was interrupted; the
   * lines where that happened are kept.
   */
  private stopError(cell: CodeCell, ename: string, evalue: string, reply?: Reply): CellError {
    const said = reply && reply.content.status !== "ok" ? this.judge(cell, reply) : undefined;
    if (said) cell.outputs = cell.outputs.filter((output) => output.output_type !== "error");
    const error = { ename, evalue, traceback: [`${ename}: ${evalue}`, ...(said?.traceback ?? [])] };
    appendError(cell, error);
    return error;
  }

  /** The reply of a cell that ended after an interrupt; otherwise the kernel is killed. */
  private async interrupt(execution: Promise<Reply>): Promise<Reply | undefined> {
    this.kernel.interrupt();
    const ended = execution.catch(() => undefined);
    const reply = await Promise.race([ended, sleep(INTERRUPT_GRACE_MS, undefined, { ref: false })]);
    if (reply) return reply;
    await this.kernel.stop({ force: true });
    await ended;
    return undefined;
  }
}
