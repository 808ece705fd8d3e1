import { setTimeout as sleep } from "node:timers/promises";
import { appendError, thrownError, unhandledError, type CellError } from "./cell-error";
import type { Reply } from "./client";
import { KernelDied, type Kernel } from "./kernel-process";
import type { Message } from "./messages";
import type { CodeCell, Notebook } from "./nbformat";
import { OutputCollector } from "./outputs";

export interface CellFailure {
  /** 1-based, among the code cells of the executed notebook (an injected parameters cell counts). */
  cell: number;
  cellId: string;
  /** `TypeScriptError` for a type error, `TimeoutError`, `KernelDied`, `Interrupted`; otherwise the error's name. */
  name: string;
  message: string;
}

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
  /** Limit for each cell, in seconds; none by default. */
  timeoutSeconds?: number;
  onProgress?: (progress: RunProgress) => void;
  /** Ends the run: the kernel is killed, and what was run so far is returned. */
  signal?: AbortSignal;
}

/** After an interrupt a cell has this long to end before the kernel is killed. */
const INTERRUPT_GRACE_MS = 2000;
/** tslab skips the cells that follow an error for 200 ms. */
const ABORT_WINDOW_MS = 250;

/** One pass over a notebook's cells in one kernel. */
export class Execution {
  private readonly outputs = new OutputCollector();
  /** Which cell a request's messages belong to: some arrive when later cells already run. */
  private readonly cellOf = new Map<string, CodeCell>();
  private readonly stderr = new Map<CodeCell, string[]>();

  constructor(
    private readonly kernel: Kernel,
    private readonly options: ExecutionOptions,
  ) {
    kernel.client.onIopub = (message) => this.take(message);
  }

  async cells(notebook: Notebook, path: string): Promise<CellFailure | undefined> {
    const cells = notebook.cells.filter((cell) => cell.cell_type === "code").length;
    let heading = "";
    let number = 0;
    for (const cell of notebook.cells) {
      if (cell.cell_type !== "code") {
        if (cell.cell_type === "markdown") heading = lastHeading(cell.source) ?? heading;
        continue;
      }
      number += 1;
      if (cell.source.trim() === "") continue;
      this.options.onProgress?.({ path, cell: number, cells, heading });
      const error = await this.runCell(cell);
      if (error) return { cell: number, cellId: cell.id, name: error.ename, message: error.evalue };
    }
    return undefined;
  }

  /** Runs one cell under the time limit; its error, if it failed, is in its outputs and returned. */
  private async runCell(cell: CodeCell): Promise<CellError | undefined> {
    const { signal, timeoutSeconds } = this.options;
    const settled = new AbortController();
    const execution = this.execute(cell);
    const failed = (ename: string, evalue: string, shown = ""): CellError => {
      const error = { ename, evalue, traceback: [`${ename}: ${evalue}`] };
      appendError(cell, error, shown);
      return error;
    };
    try {
      const outcome = await Promise.race([
        execution,
        aborted(signal, settled.signal),
        ...(timeoutSeconds === undefined ? [] : [timer(timeoutSeconds * 1000, settled.signal)]),
      ]);
      if (outcome === "aborted") {
        await this.kernel.stop({ force: true });
        await execution.catch(() => {});
        return failed("Interrupted", "the run was stopped");
      }
      if (outcome === "time is up") {
        const interrupted = await this.interrupt(execution);
        return failed(
          "TimeoutError",
          `no end within ${timeoutSeconds} s; the cell was ${interrupted ? "interrupted" : "killed"}`,
          interrupted ? (this.stderr.get(cell)?.at(-1) ?? "") : "",
        );
      }
      return this.judge(cell, outcome);
    } catch (error) {
      if (!(error instanceof KernelDied)) throw error;
      return failed("KernelDied", `${error.message} (process.exit in a cell, or out of memory?)`);
    } finally {
      settled.abort();
    }
  }

  /** Sends the cell; resolves when it is done and everything that it caused at once has arrived. */
  private async execute(cell: CodeCell): Promise<Reply> {
    const { client } = this.kernel;
    const content = {
      code: cell.source,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: !mayRaise(cell),
    };
    let reply: Reply;
    for (;;) {
      reply = await client.request("execute_request", content, { onSent: (id) => this.cellOf.set(id, cell) });
      const { status } = reply.content;
      if (status !== "abort" && status !== "aborted") break;
      await sleep(ABORT_WINDOW_MS);
    }
    // A rejected promise that nobody awaits is reported only after the reply has been sent: a second round trip
    // comes after that report.
    await client.request("kernel_info_request", {});
    if (reply.idleLost) {
      const text = "lr-lab: some output of this cell is lost; the kernel drops what is published too fast\n";
      cell.outputs.push({ output_type: "stream", name: "stderr", text });
    }
    if (typeof reply.content.execution_count === "number") {
      cell.execution_count = reply.content.execution_count;
      for (const output of cell.outputs) {
        if (output.output_type === "execute_result") output.execution_count = cell.execution_count;
      }
    }
    return reply;
  }

  private judge(cell: CodeCell, reply: Reply): CellError | undefined {
    const stderr = this.stderr.get(cell) ?? [];
    if (reply.content.status === "error") {
      const sent = cell.outputs.at(-1);
      if (sent?.output_type === "error") return mayRaise(cell) ? undefined : sent; // a kernel that sends proper error messages
      const { error, messages } = thrownError(stderr);
      appendError(cell, error, stderr.slice(stderr.length - messages).join(""));
      return mayRaise(cell) ? undefined : error;
    }
    const unhandled = unhandledError(stderr);
    if (unhandled) appendError(cell, unhandled.error, unhandled.message);
    return unhandled?.error;
  }

  /** True when the cell ended after an interrupt; otherwise the kernel is killed. */
  private async interrupt(execution: Promise<unknown>): Promise<boolean> {
    this.kernel.interrupt();
    const ended = execution.then(
      () => true,
      () => false,
    );
    if (await Promise.race([ended, sleep(INTERRUPT_GRACE_MS, false, { ref: false })])) return true;
    await this.kernel.stop({ force: true });
    await ended;
    return false;
  }

  private take(message: Message): void {
    const cell = this.cellOf.get(message.parentHeader.msg_id ?? "");
    if (!cell) return;
    this.outputs.apply(cell, message);
    if (message.header.msg_type === "stream" && message.content.name === "stderr") {
      this.stderr.set(cell, [...(this.stderr.get(cell) ?? []), String(message.content.text)]);
    }
  }
}

function mayRaise(cell: CodeCell): boolean {
  return cell.metadata.tags?.includes("raises-exception") === true;
}

function lastHeading(markdown: string): string | undefined {
  return markdown
    .match(/^#{1,6}\s+\S.*$/gm)
    ?.at(-1)
    ?.replace(/^#+\s+/, "")
    .replace(/\s#+\s*$/, "")
    .trim();
}

function timer(ms: number, settled: AbortSignal): Promise<"time is up"> {
  const longest = 2 ** 31 - 1; // a longer timer would fire at once
  return sleep(Math.min(ms, longest), "time is up" as const, { signal: settled }).catch(
    () => "time is up" as const,
  );
}

function aborted(signal: AbortSignal | undefined, settled: AbortSignal): Promise<"aborted"> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve("aborted");
    signal?.addEventListener("abort", () => resolve("aborted"), { once: true, signal: settled });
  });
}
