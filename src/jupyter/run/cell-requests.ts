import { setTimeout as sleep } from "node:timers/promises";
import type { Reply } from "../client";
import type { Kernel } from "../kernel-process";
import type { Message } from "../messages";
import type { CodeCell } from "../nbformat";
import { OutputCollector } from "../outputs";
import { isTagged } from "../tags";

/** tslab skips the cells that follow an error for 200 ms. */
const STOCK_ABORT_WINDOW_MS = 250;
/** Any other kernel has no reason to skip a cell for long: nothing else is queued. */
const ABORT_PAUSE_MS = 10;
const MOST_ABORTS = 100;

/** Sends the cells of one notebook to its kernel, and puts what the kernel publishes into their outputs. */
export class CellRequests {
  private readonly outputs = new OutputCollector();
  /** Which cell a request's messages belong to: some arrive when later cells already run. */
  private readonly cellOf = new Map<string, CodeCell>();
  private readonly stderr = new Map<CodeCell, string[]>();

  constructor(private readonly kernel: Kernel) {
    kernel.client.onIopub = (message) => this.take(message);
  }

  /** The texts of a cell's stderr messages, in order. */
  stderrOf(cell: CodeCell): readonly string[] {
    return this.stderr.get(cell) ?? [];
  }

  /** Sends a cell; resolves when it is done and everything that it caused at once has arrived. */
  async execute(cell: CodeCell): Promise<Reply> {
    const { client } = this.kernel;
    const reply = await this.ask(cell);
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

  /** Asks again while the kernel skips the cell because of an error before it. */
  private async ask(cell: CodeCell): Promise<Reply> {
    const content = {
      code: cell.source,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: !isTagged(cell, "raises-exception"),
    };
    const pause = this.kernel.info.isStock ? STOCK_ABORT_WINDOW_MS : ABORT_PAUSE_MS;
    for (let aborts = 0; ; aborts++) {
      const onSent = (id: string): unknown => this.cellOf.set(id, cell);
      const reply = await this.kernel.client.request("execute_request", content, { onSent });
      const { status } = reply.content;
      if ((status !== "abort" && status !== "aborted") || aborts === MOST_ABORTS) return reply;
      await sleep(pause);
    }
  }

  private take(message: Message): void {
    const cell = this.cellOf.get(message.parentHeader.msg_id ?? "");
    if (!cell) return;
    this.outputs.apply(cell, message);
    if (message.header.msg_type === "stream" && message.content.name === "stderr") {
      this.stderr.set(cell, [...this.stderrOf(cell), String(message.content.text)]);
    }
  }
}
