import type { MessagePort } from "node:worker_threads";
import { Shared } from "../thread-messages";
import type { Sockets } from "./sockets";
import type { Request } from "./wire";

/**
 * Questions of cells to the front end. The main thread waits in `Atomics.wait`; the answer is laid into a port of
 * its own, which it can read without its event loop, and then it is woken.
 */
export class Input {
  constructor(
    private readonly sockets: Sockets,
    private readonly answers: MessagePort,
    private readonly shared: Int32Array,
  ) {
    void sockets.receive("stdin", (reply) => this.take(reply));
  }

  ask(request: Request, prompt: string): void {
    this.sockets.reply("stdin", request, "input_request", { prompt, password: false });
  }

  private take(reply: Request): void {
    if (reply.header.msg_type !== "input_reply") return;
    this.answers.postMessage(String(reply.content.value ?? ""));
    Atomics.store(this.shared, Shared.answered, 1);
    Atomics.notify(this.shared, Shared.answered);
  }
}
