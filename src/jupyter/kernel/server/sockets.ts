import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Publisher, Reply, Router } from "zeromq";
import type { ConnectionInfo } from "../../client";
import { InOrder } from "../../in-order";
import { encodeMessage, newMessage, type Message } from "../../messages";
import { decodeRequest, type Request, type RequestChannel } from "./wire";

/** How long what is still to be sent may take when the kernel ends, in milliseconds. */
const LINGER_MS = 500;

/** The five sockets of a kernel. Messages with a wrong signature or form are dropped. */
export class Sockets {
  private readonly routers: Record<RequestChannel, Router>;
  private readonly iopub = new Publisher({ linger: LINGER_MS, sendHighWaterMark: 0 });
  private readonly heartbeat = new Reply({ linger: 0 });
  private readonly session = randomUUID();
  private readonly sends = new InOrder();

  private constructor(private readonly connection: ConnectionInfo) {
    const router = () => new Router({ linger: LINGER_MS, sendHighWaterMark: 0 });
    this.routers = { shell: router(), control: router(), stdin: router() };
  }

  /** Binds the sockets that a connection file names. */
  static async bind(connectionFile: string): Promise<Sockets> {
    const connection = JSON.parse(readFileSync(connectionFile, "utf8")) as ConnectionInfo;
    const sockets = new Sockets(connection);
    const { shell, control, stdin } = sockets.routers;
    const { transport, ip } = connection;
    // ipc names its sockets FILE-PORT, tcp IP:PORT
    const address = (port: number) => `${transport}://${ip}${transport === "tcp" ? ":" : "-"}${port}`;
    await Promise.all([
      shell.bind(address(connection.shell_port)),
      control.bind(address(connection.control_port)),
      stdin.bind(address(connection.stdin_port)),
      sockets.iopub.bind(address(connection.iopub_port)),
      sockets.heartbeat.bind(address(connection.hb_port)),
    ]);
    void sockets.echo();
    return sockets;
  }

  /** Calls `take` with every message of a channel, until the sockets are closed. */
  async receive(channel: RequestChannel, take: (request: Request) => void): Promise<void> {
    for await (const frames of this.routers[channel]) {
      let request: Request;
      try {
        request = decodeRequest(frames, this.connection.key, channel);
      } catch {
        continue;
      }
      take(request);
    }
  }

  /**
   * Sends a message to whoever made `request`.
   *
   * @returns the id of the message
   */
  reply(channel: RequestChannel, request: Request, type: string, content: Record<string, unknown>): string {
    const message = newMessage(this.session, type, content, request);
    this.send(this.routers[channel], request.identities, message);
    return message.header.msg_id;
  }

  /** Tells everyone who listens. */
  publish(parent: Message | undefined, type: string, content: Record<string, unknown>): void {
    const topic = Buffer.from(`kernel.${this.session}.${type}`);
    this.send(this.iopub, [topic], newMessage(this.session, type, content, parent));
  }

  close(): void {
    for (const socket of [...Object.values(this.routers), this.iopub, this.heartbeat]) socket.close();
  }

  private send(socket: Router | Publisher, prefix: readonly Buffer[], message: Message): void {
    const frames = [...prefix, ...encodeMessage(message, this.connection.key)];
    // Closed meanwhile, or a client that is gone: nobody is left to read it.
    this.sends.send(socket, frames).catch(() => {});
  }

  private async echo(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }
}
