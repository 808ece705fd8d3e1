import type { Message } from "./messages";
import type { CodeCell, MimeBundle, Output } from "./nbformat";

type Display = Extract<Output, { output_type: "display_data" | "execute_result" }>;

/**
 * Turns what a kernel publishes into the outputs of the cells of one notebook, as a front end does: stream text
 * of the same name is merged, `update_display_data` replaces the data of every earlier output with that display
 * id in whichever cell it stands, `clear_output` with `wait` clears when the next output comes.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel
 */
export class OutputCollector {
  private readonly displays = new Map<string, Display[]>();
  private readonly clearNext = new Set<CodeCell>();

  /** Applies one iopub message to `cell`, the cell whose request the message answers. */
  apply(cell: CodeCell, message: Message): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case "stream":
        return this.stream(cell, content.name === "stderr" ? "stderr" : "stdout", String(content.text ?? ""));
      case "display_data":
      case "execute_result":
        return this.display(cell, message.header.msg_type, content);
      case "update_display_data":
        return this.update(displayId(content), bundle(content.data), bundle(content.metadata));
      case "clear_output":
        if (content.wait === true) this.clearNext.add(cell);
        else cell.outputs = [];
        return;
      case "error":
        return this.append(cell, {
          output_type: "error",
          ename: String(content.ename ?? "Error"),
          evalue: String(content.evalue ?? ""),
          traceback: Array.isArray(content.traceback) ? content.traceback.map(String) : [],
        });
      default: // status, execute_input, comm_*: nothing that a notebook keeps
    }
  }

  private stream(cell: CodeCell, name: "stdout" | "stderr", text: string): void {
    const last = cell.outputs.at(-1);
    if (!this.clearNext.has(cell) && last?.output_type === "stream" && last.name === name) last.text += text;
    else this.append(cell, { output_type: "stream", name, text });
  }

  private display(
    cell: CodeCell,
    type: "display_data" | "execute_result",
    content: Record<string, unknown>,
  ): void {
    const data = bundle(content.data);
    const metadata = bundle(content.metadata);
    const output: Display =
      type === "display_data"
        ? { output_type: type, data, metadata }
        : { output_type: type, execution_count: cell.execution_count, data, metadata };
    const id = displayId(content);
    if (id !== undefined) {
      this.update(id, data, metadata); // the same id shown twice is one display in two places
      this.displays.set(id, [...(this.displays.get(id) ?? []), output]);
    }
    this.append(cell, output);
  }

  private update(id: string | undefined, data: MimeBundle, metadata: Record<string, unknown>): void {
    if (id === undefined) return;
    for (const output of this.displays.get(id) ?? []) {
      output.data = data;
      output.metadata = metadata;
    }
  }

  private append(cell: CodeCell, output: Output): void {
    if (this.clearNext.delete(cell)) cell.outputs = [];
    cell.outputs.push(output);
  }
}

function displayId(content: Record<string, unknown>): string | undefined {
  const id = (content.transient as { display_id?: unknown } | undefined)?.display_id;
  return typeof id === "string" ? id : undefined;
}

function bundle(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
