import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Reply } from "../../src/jupyter/client";
import { startKernel, type Kernel } from "../../src/jupyter/kernel-process";
import type { KernelSpec } from "../../src/jupyter/kernel-spec";
import type { Message } from "../../src/jupyter/messages";
import type { MimeBundle } from "../../src/jupyter/nbformat";
import { residentMemory } from "../lib/memory";

/** What came of one cell. */
export interface CellResult {
  readonly ms: number;
  /** `ok`, `error`, or `aborted` (tslab: `abort`) for a cell that was skipped. */
  readonly status: string;
  /** What it printed and, as text, what it showed. */
  readonly text: string;
}

/** tslab skips what comes within 200 ms of an error. */
const SKIPPED_MS = 250;

/** How long a result may take after its cell's reply. */
const LATE_MS = 1000;

/** A kernel and who talks to it: one cell after the other, each timed from its request to its reply and `idle`. */
export class Session {
  private readonly texts = new Map<string, string>();
  private running = "";
  private last = "";
  private onBusy: () => void = () => {};
  /** Outputs of cells whose reply had already come. */
  late = 0;

  private constructor(readonly kernel: Kernel) {
    kernel.client.onIopub = (message) => this.take(message);
  }

  static async start(spec: KernelSpec, folder: string): Promise<Session> {
    return new Session(await startKernel(spec, folder));
  }

  /**
   * Runs a cell; one that was skipped because of an error before it is asked for again.
   *
   * @param onBusy called once the kernel has said that it works on the cell
   */
  async cell(code: string, onBusy: () => void = () => {}): Promise<CellResult> {
    for (;;) {
      this.onBusy = onBusy;
      const start = performance.now();
      let id = "";
      const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
      const reply = await this.kernel.client.request(
        "execute_request",
        { ...content, stop_on_error: false },
        { onSent: (sent) => this.begin((id = this.last = sent)) },
      );
      const ms = performance.now() - start;
      const status = String(reply.content.status);
      if (this.running === id) this.running = "";
      if (status !== "abort" && status !== "aborted") return { ms, status, text: this.texts.get(id) ?? "" };
      await sleep(SKIPPED_MS);
    }
  }

  /** As {@link cell}, for code that must work. */
  async good(code: string): Promise<CellResult> {
    const result = await this.cell(code);
    if (result.status !== "ok") throw new Error(`a cell failed: ${code}\n${result.text}`);
    return result;
  }

  /** As {@link good}, for code that shows something: waits for that too, since Deno's may come after its reply. */
  async shown(code: string): Promise<string> {
    const { text } = await this.good(code);
    for (let waited = 0; text === "" && this.latest === "" && waited < LATE_MS; waited += 2) await sleep(2);
    return text === "" ? this.latest : text;
  }

  /** Asks what could stand at the end of `code`: the time and the matches. */
  async complete(code: string): Promise<{ ms: number; matches: readonly string[] }> {
    const start = performance.now();
    const asked = { code, cursor_pos: [...code].length };
    const reply: Reply = await this.kernel.client.request("complete_request", asked);
    return { ms: performance.now() - start, matches: (reply.content.matches as string[] | undefined) ?? [] };
  }

  /**
   * Memory of the kernel's processes that is in main memory, in MiB, what they share counted for each of them; null
   * where the system doesn't tell (it is Linux that does).
   */
  memory(): number | null {
    const { pid } = this.kernel;
    return pid === undefined ? null : residentMemory(pid);
  }

  private get latest(): string {
    return this.texts.get(this.last) ?? "";
  }

  end(): Promise<void> {
    return this.kernel.stop({ force: true });
  }

  private begin(id: string): void {
    this.texts.clear();
    this.running = id;
  }

  private take({ header, parentHeader, content }: Message): void {
    const id = parentHeader.msg_id ?? "";
    if (header.msg_type === "status") {
      if (id !== this.running || content.execution_state !== "busy") return;
      const { onBusy } = this;
      this.onBusy = () => {}; // a kernel may say it again, e.g. after another request
      onBusy();
      return;
    }
    const text = textOf(header.msg_type, content);
    if (text === undefined) return;
    if (id === this.running) {
      const before = this.texts.get(id) ?? "";
      // A cell that prints without end: what it printed first is enough.
      if (before.length < 100_000) this.texts.set(id, before + text);
    } else {
      this.late += 1;
      if (id === this.last && !this.texts.has(id)) this.texts.set(id, text);
    }
  }
}

function textOf(type: string, content: Record<string, unknown>): string | undefined {
  if (type === "stream") return String(content.text);
  if (type === "error") return `${String(content.ename)}: ${String(content.evalue)}\n`;
  if (type !== "execute_result" && type !== "display_data") return undefined;
  // Deno colours its results.
  return `${stripVTControlCharacters(String((content.data as MimeBundle)["text/plain"] ?? ""))}\n`;
}
