import type { MessagePort } from "node:worker_threads";
import { Shared } from "../thread-messages";
import type { Sockets } from "./sockets";
import type { Request } from "./wire";

/**
 * Questions of cells to the front end. The main thread waits in `Atomics.wait`; the answer is laid into a port of
 * its own, which it can read without its event loop, and then it is woken.
 */
export class Input {
  /** The question that nobody has answered yet, by the id of its message. */
  private open: string | undefined;

  constructor(
    private readonly sockets: Sockets,
    private readonly answers: MessagePort,
    private readonly shared: Int32Array,
  ) {
    void sockets.receive("stdin", (reply) => this.take(reply));
  }

  ask(request: Request, prompt: string): void {
    this.open = this.sockets.reply("stdin", request, "input_request", { prompt, password: false });
  }

  private take(reply: Request): void {
    if (reply.header.msg_type !== "input_reply") return;
    if (this.open === undefined || isLate(reply, this.open)) return;
    this.open = undefined;
    this.answers.postMessage(String(reply.content.value ?? ""));
    Atomics.store(this.shared, Shared.answered, 1);
    Atomics.notify(this.shared, Shared.answered);
  }
}

/** Whether it says that it answers another question, e.g. of a cell that was interrupted. Not every front end says. */
function isLate({ parentHeader }: Request, open: string): boolean {
  return parentHeader.msg_type === "input_request" && parentHeader.msg_id !== open;
}
