import { setTimeout as sleep } from "node:timers/promises";
import type { CellError } from "../../cell-error";
import type { CompiledCell } from "../../cells";
import { PLAIN, RED } from "../marks";
import type { CompilerClient } from "./compiler-client";
import type { History } from "./history";
import type { Ending, MainThread } from "./main-thread";
import type { CellPublisher } from "./publisher";
import type { Sockets } from "./sockets";
import { typeErrors } from "./type-errors";
import type { Request } from "./wire";

/** What the front end had sent by the time it could have seen an error is skipped; this is how long that takes. */
const ABORT_WINDOW_MS = 10;

const INTERRUPTED: CellError = {
  ename: "Interrupted",
  evalue: "the cell was interrupted",
  traceback: [`${RED}Interrupted${PLAIN}: the cell was interrupted`],
};

export interface ExecutionParts {
  sockets: Sockets;
  publisher: CellPublisher;
  compiler: CompilerClient;
  main: MainThread;
  history: History;
}

/** Runs the cells that front ends send, one after the other. */
export class ExecutionQueue {
  /** The number of the last cell that counts: `In [n]`. */
  count = 0;
  /** The request whose cell runs now. */
  current: Request | undefined;
  private readonly waiting: Request[] = [];
  private readonly requests = new Map<number, Request>();
  private cells = 0;
  /** Of cells that were interrupted while they compiled: the compiler gives each translation of a file once. */
  private unsent: CompiledCell["modules"] = [];
  private pumping = false;
  private interruptPending: (() => void) | undefined;
  /** Done when no interrupt is under way any more. */
  private interrupting: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: ExecutionParts) {}

  add(request: Request): void {
    this.waiting.push(request);
    void this.pump();
  }

  /** The request that a cell came from; messages of cells that are long over find theirs too. */
  requestOf(cell: number): Request | undefined {
    return this.requests.get(cell) ?? this.current;
  }

  /** Ends the cell that runs; those that wait are skipped like after any error. */
  async interrupt(): Promise<void> {
    // At once: by the time that the main thread has answered, the cell may have been compiled, and run.
    this.interruptPending?.();
    const interruption = this.parts.main.interrupt();
    this.interrupting = this.interrupting.then(() => interruption);
    const ended = await interruption;
    if (ended || this.current === undefined) return;
    this.parts.publisher.stream(
      this.current,
      "stderr",
      "The cell cannot be interrupted: it waits for something outside JavaScript. Restart the kernel.\n",
    );
  }

  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    for (let request = this.waiting.shift(); request !== undefined; request = this.waiting.shift()) {
      this.current = request;
      await this.execute(request);
    }
    this.pumping = false;
  }

  private async execute(request: Request): Promise<void> {
    const { publisher } = this.parts;
    const { silent = false, stop_on_error: stopOnError = true } = request.content;
    publisher.publish(request, "status", { execution_state: "busy" });
    const error = await this.runRequest(request, silent === true).catch(
      (failure: Error): CellError => ({
        ename: "KernelError",
        evalue: failure.message,
        traceback: [`KernelError: ${failure.message}`],
      }),
    );
    // V8 may still be about to end code: the next cell's, if that were asked for now.
    await this.interrupting;
    const expressions = error === undefined ? await this.userExpressions(request) : {};
    publisher.flush();
    if (error !== undefined && silent !== true) publisher.publish(request, "error", { ...error });
    if (error !== undefined && stopOnError !== false) await sleep(ABORT_WINDOW_MS);
    const skipped = error !== undefined && stopOnError !== false ? this.waiting.splice(0) : [];
    // Before it is idle: whoever finds it at work says busy again.
    this.current = undefined;
    this.reply(request, {
      ...(error === undefined
        ? { status: "ok", user_expressions: expressions }
        : { status: "error", ...error }),
      payload: [],
    });
    for (const other of skipped) this.skip(other);
  }

  private reply(request: Request, content: Record<string, unknown>): void {
    const { sockets, publisher } = this.parts;
    sockets.reply(request.channel, request, "execute_reply", { execution_count: this.count, ...content });
    publisher.publish(request, "status", { execution_state: "idle" });
  }

  private skip(request: Request): void {
    this.parts.publisher.publish(request, "status", { execution_state: "busy" });
    this.reply(request, { status: "aborted" });
  }

  /** @returns the error that the cell ended with */
  private async runRequest(request: Request, silent: boolean): Promise<CellError | undefined> {
    const { publisher, history } = this.parts;
    const source = String(request.content.code ?? "");
    if (!silent) {
      if (request.content.store_history !== false) history.add(++this.count, source);
      publisher.publish(request, "execute_input", { code: source, execution_count: this.count });
    }
    if (source.trim() === "") return undefined;
    const ending = await this.runSource(source, request);
    if (ending === "interrupted") return INTERRUPTED;
    if (!silent) this.showResult(request, ending);
    return ending.error;
  }

  private showResult(request: Request, { result = [] }: Exclude<Ending, string>): void {
    for (const data of result.slice(0, -1)) {
      this.parts.publisher.display(request, { data, metadata: {}, transient: {} }, false);
    }
    const data = result.at(-1);
    if (data === undefined) return;
    this.parts.publisher.publish(request, "execute_result", {
      execution_count: this.count,
      data,
      metadata: {},
    });
  }

  private async runSource(source: string, request: Request): Promise<Ending> {
    const { compiler, main } = this.parts;
    const label = `cell [${this.count}]`;
    const interrupted = new Promise<"interrupted">((resolve) => {
      this.interruptPending = () => resolve("interrupted");
    });
    // What V8 is still to end must not be this cell.
    const free = this.interrupting.then(() => compiler.compile(source));
    const compiled = await Promise.race([free, interrupted]);
    if (compiled === "interrupted") {
      void free.then(({ modules }) => (this.unsent = [...this.unsent, ...modules])).catch(() => undefined);
      return compiled;
    }
    if (compiled.diagnostics.length > 0) {
      return { error: typeErrors(compiled.diagnostics, label), initialised: [] };
    }
    const cell = ++this.cells;
    // The header alone: what was typed need not be kept for ever.
    this.requests.set(cell, { ...request, content: {} });
    const { javascript, sourceMap, isAsync, names } = compiled;
    const modules = [...this.unsent, ...compiled.modules];
    this.unsent = [];
    const allowInput = request.content.allow_stdin === true;
    const translated = { javascript, sourceMap, isAsync, names, modules };
    const ending = await main.run({ cell, label, source, ...translated, allowInput });
    // What a cell declared before it failed stays.
    await compiler.commit(compiled, new Set(ending === "interrupted" ? [] : ending.initialised));
    return ending;
  }

  private async userExpressions(request: Request): Promise<Record<string, unknown>> {
    const asked = (request.content.user_expressions ?? {}) as Record<string, unknown>;
    const answers: Record<string, unknown> = {};
    for (const [name, expression] of Object.entries(asked)) {
      const ending = await this.runSource(`(${String(expression)}\n)`, request);
      if (ending === "interrupted" || ending.error !== undefined) {
        answers[name] = { status: "error", ...(ending === "interrupted" ? INTERRUPTED : ending.error) };
      } else {
        answers[name] = { status: "ok", data: ending.result?.at(-1) ?? {}, metadata: {} };
      }
    }
    return answers;
  }
}
