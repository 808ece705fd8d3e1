import type { CompilerClient } from "./compiler-client";
import type { ExecutionQueue } from "./execution-queue";
import type { History } from "./history";
import { kernelInfo } from "./kernel-info";
import type { CellPublisher } from "./publisher";
import type { Sockets } from "./sockets";
import { toCodePointOffset, toUtf16Offset } from "./text-offset";
import type { Request } from "./wire";

export interface ShellParts {
  sockets: Sockets;
  publisher: CellPublisher;
  compiler: CompilerClient;
  queue: ExecutionQueue;
  history: History;
  typescript: string;
  /** Ends the kernel after the reply. */
  shutDown: () => void;
}

type Content = Record<string, unknown>;

/**
 * Answers requests on shell and control. Cells queue; everything else is answered at once, also while a cell runs.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
export class Shell {
  constructor(private readonly parts: ShellParts) {}

  take(request: Request): void {
    const type = request.header.msg_type;
    if (type === "execute_request") return this.parts.queue.add(request);
    void this.answer(request, type);
  }

  private async answer(request: Request, type: string): Promise<void> {
    const { publisher, sockets, queue } = this.parts;
    publisher.publish(request, "status", { execution_state: "busy" });
    try {
      const content = await this.contentFor(type, request.content, request);
      if (content !== undefined) {
        sockets.reply(request.channel, request, type.replace(/_request$/, "_reply"), content);
      }
    } catch (error) {
      const { name, message } = error as Error;
      const content = { status: "error", ename: name, evalue: message, traceback: [] };
      sockets.reply(request.channel, request, type.replace(/_request$/, "_reply"), content);
    }
    publisher.publish(request, "status", { execution_state: "idle" });
    // Front ends show the last state that they hear of, whoever asked.
    if (queue.current !== undefined) publisher.publish(queue.current, "status", { execution_state: "busy" });
    if (type === "shutdown_request") this.parts.shutDown();
  }

  /** @returns undefined for what has no reply */
  private async contentFor(type: string, content: Content, request: Request): Promise<Content | undefined> {
    switch (type) {
      case "kernel_info_request":
        return kernelInfo(this.parts.typescript);
      case "complete_request":
        return this.complete(String(content.code ?? ""), Number(content.cursor_pos ?? 0));
      case "inspect_request":
        return this.inspect(String(content.code ?? ""), Number(content.cursor_pos ?? 0));
      case "is_complete_request": {
        const { status, indent } = await this.parts.compiler.isComplete(String(content.code ?? ""));
        return { status, ...(status === "incomplete" ? { indent: indent ?? "" } : {}) };
      }
      case "history_request":
        return this.parts.history.reply(content);
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "comm_open":
        // Nobody here speaks over comms: the protocol wants them closed.
        this.parts.publisher.publish(request, "comm_close", { comm_id: content.comm_id, data: {} });
        return undefined;
      case "interrupt_request":
        await this.parts.queue.interrupt();
        return { status: "ok" };
      case "shutdown_request":
        return { status: "ok", restart: content.restart === true };
      default:
        return undefined;
    }
  }

  private async complete(code: string, cursor: number): Promise<Content> {
    const found = await this.parts.compiler.complete(code, toUtf16Offset(code, cursor));
    const start = toCodePointOffset(code, found.start);
    const end = toCodePointOffset(code, found.end);
    const types = found.types.map((item) => ({ ...item, start, end }));
    return {
      status: "ok",
      matches: found.matches,
      cursor_start: start,
      cursor_end: end,
      metadata: types.length > 0 ? { _jupyter_types_experimental: types } : {},
    };
  }

  private async inspect(code: string, cursor: number): Promise<Content> {
    const found = await this.parts.compiler.inspect(code, toUtf16Offset(code, cursor));
    if (found === undefined) return { status: "ok", found: false, data: {}, metadata: {} };
    const { signature, documentation } = found;
    const text = documentation === "" ? signature : `${signature}\n\n${documentation}`;
    const markdown = `\`\`\`typescript\n${signature}\n\`\`\`\n\n${documentation}`;
    const data = { "text/plain": text, "text/markdown": markdown.trimEnd() };
    return { status: "ok", found: true, data, metadata: {} };
  }
}
