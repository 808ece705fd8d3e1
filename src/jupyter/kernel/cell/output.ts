import type { MessagePort } from "node:worker_threads";
import type { DisplayMessage, KernelHook } from "../../../notebook";
import { MOST_PENDING, Shared, weightOf, type FromMain } from "../thread-messages";
import { withoutAsyncIds } from "./async-ids";
import { currentCell, Interrupted, type CellContext } from "./context";
import { wireBundle } from "./wire-bundle";

/** Where `kernelHook()` of the library looks; loading the library here would take longer than the rest of the start. */
const KERNEL_HOOK = Symbol.for("lr-lab.kernel");
const BACKPRESSURE_MS = 100;

/** What cells show, sent to the server thread under the cell that shows it. */
export class CellOutput {
  private readonly listeners = new Map<() => void, CellContext | undefined>();

  constructor(
    private readonly port: MessagePort,
    private readonly shared: Int32Array,
  ) {}

  /** Redirects what is written to standard output and error, and offers the kernel's hook. */
  install(): void {
    for (const name of ["stdout", "stderr"] as const) {
      const decoder = new TextDecoder();
      process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
        const [encoding] = rest;
        const bytes = typeof chunk !== "string" || !isBinary(encoding) ? chunk : Buffer.from(chunk, encoding);
        this.stream(name, typeof bytes === "string" ? bytes : decoder.decode(bytes, { stream: true }));
        const done = rest.find((argument) => typeof argument === "function") as (() => void) | undefined;
        if (done !== undefined) process.nextTick(done);
        return true;
      };
    }
    const hook: KernelHook = {
      display: (data, { id, update = false, metadata = {} } = {}) =>
        this.display({ data, metadata, transient: id === undefined ? {} : { display_id: id } }, update),
      clearOutput: (wait = false) => this.send((cell) => ({ type: "clear", cell, wait })),
      onInterrupt: (listener) => this.listen(listener),
    };
    (globalThis as { [KERNEL_HOOK]?: KernelHook })[KERNEL_HOOK] = hook;
  }

  display({ data, metadata, transient }: DisplayMessage, update: boolean): void {
    const content = { data: wireBundle(data), metadata: wireBundle(metadata), transient };
    this.send((cell) => ({ type: "display", cell, content, update }));
  }

  /** A new cell runs: only it can be interrupted, and nobody waits for what earlier cells have left listening. */
  forgetListeners(): void {
    for (const [listener, context] of this.listeners) {
      if (context !== undefined) this.listeners.delete(listener);
    }
    Atomics.store(this.shared, Shared.listeners, this.listeners.size);
  }

  /** Tells the code that listens that its cell is interrupted; whether there is any. */
  interruptListeners(cell: number): boolean {
    const listening = [...this.listeners].filter(
      ([, context]) => context === undefined || context.cell === cell,
    );
    for (const [listener] of listening) listener();
    return listening.length > 0;
  }

  private stream(name: "stdout" | "stderr", written: string): void {
    if (written === "") return;
    const text = withoutAsyncIds(written);
    this.send((cell) => ({ type: "stream", cell, name, text }));
  }

  private send(message: (cell: number) => FromMain): void {
    const context = currentCell();
    // Code that goes on in the background after an interrupt ends where it next wants to show something.
    if (context?.muted === true) throw new Interrupted();
    const sent = message(context?.cell ?? 0);
    this.port.postMessage(sent);
    // A server thread that is never done with its queue would not hear of an interrupt.
    const before = Atomics.add(this.shared, Shared.pendingOutput, weightOf(sent));
    if (before < MOST_PENDING) return;
    const pending = Atomics.load(this.shared, Shared.pendingOutput);
    Atomics.wait(this.shared, Shared.pendingOutput, pending, BACKPRESSURE_MS);
  }

  private listen(listener: () => void): () => void {
    const context = currentCell();
    if (context !== undefined) context.listened = true;
    this.listeners.set(listener, context);
    Atomics.store(this.shared, Shared.listeners, this.listeners.size);
    return () => {
      this.listeners.delete(listener);
      Atomics.store(this.shared, Shared.listeners, this.listeners.size);
    };
  }
}

/** Whether text in this encoding stands for bytes, which then are the text: `write("6f6b", "hex")` writes `ok`. */
function isBinary(encoding: unknown): encoding is BufferEncoding {
  return typeof encoding === "string" && /^(hex|base64|base64url)$/i.test(encoding);
}
