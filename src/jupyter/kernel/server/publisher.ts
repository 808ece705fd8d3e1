import type { DisplayMessage } from "../../../notebook";
import type { Message } from "../../messages";
import type { Sockets } from "./sockets";

/** Stream text is sent at most this often, in milliseconds: a loop that prints makes few messages. */
const STREAM_INTERVAL_MS = 10;

interface Pending {
  parent: Message;
  name: "stdout" | "stderr";
  text: string;
}

/** What cells show, on iopub, each under the request that it belongs to. Text of the same stream is put together. */
export class CellPublisher {
  private pending: Pending | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sockets: Sockets) {}

  stream(parent: Message, name: "stdout" | "stderr", text: string): void {
    if (this.pending?.parent === parent && this.pending.name === name) this.pending.text += text;
    else {
      this.flush();
      this.pending = { parent, name, text };
    }
    this.timer ??= setTimeout(() => this.flush(), STREAM_INTERVAL_MS);
  }

  display(parent: Message, content: DisplayMessage, update: boolean): void {
    this.publish(parent, update ? "update_display_data" : "display_data", { ...content });
  }

  /** Any other message, after the text that was printed before it. */
  publish(parent: Message | undefined, type: string, content: Record<string, unknown>): void {
    this.flush();
    this.sockets.publish(parent, type, content);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending === undefined) return;
    const { parent, name, text } = this.pending;
    this.pending = undefined;
    this.sockets.publish(parent, "stream", { name, text });
  }
}
