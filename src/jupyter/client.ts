import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer, Subscriber } from "zeromq";
import { InOrder } from "./in-order";
import { decodeMessage, encodeMessage, request, type Message } from "./messages";

/** The content of a Jupyter connection file. */
export interface ConnectionInfo {
  transport: "tcp";
  ip: string;
  shell_port: number;
  iopub_port: number;
  control_port: number;
  stdin_port: number;
  hb_port: number;
  key: string;
  signature_scheme: "hmac-sha256";
  kernel_name: string;
}

/** The answer to a request. */
export interface Reply extends Message {
  /** The `idle` status never came, so other iopub messages of this request may be lost too. */
  idleLost?: boolean;
}

interface Pending {
  reply?: Reply;
  idle: boolean;
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
}

/**
 * An `idle` counts as lost when its reply has come and iopub has been silent for this long. stock tslab loses
 * what it publishes after some 500 messages without a turn of its event loop, the status included.
 */
const IDLE_PATIENCE_MS = 1000;

/**
 * The client's side of the Jupyter messaging protocol: requests on shell and control, everything that the
 * kernel publishes on iopub. Messages with a wrong signature are dropped and counted.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
export class KernelClient {
  /** Called with every iopub message that answers a request of this client, `status` included. */
  onIopub: (message: Message) => void = () => {};
  /** Messages dropped because their signature or form was wrong. */
  rejectedMessages = 0;

  private readonly session = randomUUID();
  private readonly shell = new Dealer({ linger: 0 });
  private readonly control = new Dealer({ linger: 0 });
  private readonly iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  private readonly pending = new Map<string, Pending>();
  private readonly sends = new InOrder();
  private iopubMessages = 0;
  private closed = false;
  private failure: Error | undefined;

  constructor(private readonly connection: ConnectionInfo) {
    const { transport, ip, shell_port, control_port, iopub_port } = connection;
    this.shell.connect(`${transport}://${ip}:${shell_port}`);
    this.control.connect(`${transport}://${ip}:${control_port}`);
    this.iopub.subscribe();
    this.iopub.connect(`${transport}://${ip}:${iopub_port}`);
    const take = (message: Message) => this.takeReply(message);
    void this.receive(this.shell, take);
    void this.receive(this.control, take);
    void this.receive(this.iopub, (message) => this.takeIopub(message));
  }

  /**
   * Waits until the kernel answers. What is published before the subscription has reached the kernel is lost,
   * so `kernel_info_request` is repeated until iopub speaks.
   */
  async ready(): Promise<Reply> {
    for (;;) {
      const answer = this.request("kernel_info_request", {});
      answer.catch(() => {});
      const reply = await Promise.race([answer, sleep(100, undefined)]);
      if (reply && this.iopubMessages > 0) return reply;
    }
  }

  /**
   * Sends a request; resolves with its reply once both the reply and the `idle` status have come.
   * Rejects when the connection is closed or {@link fail} is called.
   */
  request(
    type: string,
    content: Record<string, unknown>,
    options: { channel?: "shell" | "control"; onSent?: (id: string) => void } = {},
  ): Promise<Reply> {
    const message = request(this.session, type, content);
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.pending.set(message.header.msg_id, { idle: false, resolve, reject });
      options.onSent?.(message.header.msg_id);
      this.send(options.channel === "control" ? this.control : this.shell, message).catch(reject);
    });
  }

  /** Rejects every open request and all that follow: the kernel has died. */
  fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.fail(new Error("the connection to the kernel was closed"));
    this.shell.close();
    this.control.close();
    this.iopub.close();
  }

  private send(socket: Dealer, message: Message): Promise<void> {
    return this.sends.send(socket, encodeMessage(message, this.connection.key));
  }

  private async receive(socket: Dealer | Subscriber, take: (message: Message) => void): Promise<void> {
    try {
      for await (const frames of socket) {
        let message: Message;
        try {
          message = decodeMessage(frames, this.connection.key);
        } catch {
          this.rejectedMessages += 1;
          continue;
        }
        take(message);
      }
    } catch (error) {
      if (!this.closed) this.fail(error as Error);
    }
  }

  private takeReply(message: Message): void {
    const id = message.parentHeader.msg_id ?? "";
    const pending = this.pending.get(id);
    if (!pending) return;
    pending.reply = message;
    this.settle(id, pending);
    if (!pending.idle) this.awaitIdle(id, pending, pending.reply);
  }

  private awaitIdle(id: string, pending: Pending, reply: Reply): void {
    const before = this.iopubMessages;
    const check = () => {
      if (pending.idle || this.failure) return;
      if (this.iopubMessages > before) return this.awaitIdle(id, pending, reply);
      pending.idle = reply.idleLost = true;
      this.settle(id, pending);
    };
    setTimeout(check, IDLE_PATIENCE_MS).unref();
  }

  private takeIopub(message: Message): void {
    this.iopubMessages += 1;
    if (message.parentHeader.session !== this.session) return;
    this.onIopub(message);
    const id = message.parentHeader.msg_id ?? "";
    const pending = this.pending.get(id);
    if (pending && message.header.msg_type === "status" && message.content.execution_state === "idle") {
      pending.idle = true;
      this.settle(id, pending);
    }
  }

  private settle(id: string, pending: Pending): void {
    if (!pending.reply || !pending.idle || !this.pending.has(id)) return;
    this.pending.delete(id);
    pending.resolve(pending.reply);
  }
}
