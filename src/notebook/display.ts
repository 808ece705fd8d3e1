import { kernelHook } from "./kernel-hook";
import { onSigint, othersListen } from "./sigint";

/** MIME type -> content, as the Jupyter protocol sends it: text and base64 as strings, JSON types as objects. */
export type MimeBundle = Record<string, unknown>;

/** What a display is sent with. */
export interface DisplayMessage {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type Channel = (message: DisplayMessage, update: boolean) => void;

/** Where displays go: the kernel "TypeScript (lr-lab)", a stock tslab kernel, or nothing but standard output. */
export interface DisplayTarget {
  readonly inKernel: boolean;
  /** Shows a bundle; with an `id`, later calls with `update` replace it in place. */
  display(data: MimeBundle, id?: string, update?: boolean): void;
  /** Removes the cell's outputs: at once, or when its next output comes. Nothing happens where no kernel can. */
  clearOutput(wait?: boolean): void;
  /**
   * Calls `listener` at the first interrupt, so that the code that runs can end with what it has done; the second ends
   * it as if nobody listened. Outside a kernel that is Ctrl-C, unless the program listens to it itself.
   *
   * @returns stops listening
   */
  onInterrupt(listener: () => void): () => void;
}

/**
 * Finds what the code that runs can be seen through: the hook of the kernel "TypeScript (lr-lab)", else the display
 * channel of stock tslab. tslab's public `display` sends one MIME type at a time; the function below it sends whole
 * bundles. The kernel may run from another copy of tslab than the one beside this file, so the loaded modules are
 * searched rather than a new copy loaded. It is looked up at every call, since tslab replaces it for every cell.
 */
export function displayTarget(): DisplayTarget {
  const hook = kernelHook();
  if (hook) {
    return {
      inKernel: true,
      display: (data, id, update = false) => hook.display(data, id === undefined ? {} : { id, update }),
      clearOutput: (wait) => hook.clearOutput(wait),
      onInterrupt: (listener) => hook.onInterrupt(listener),
    };
  }
  const channel = findChannel();
  if (channel) {
    return {
      inKernel: true,
      display: (data, id, update = false) =>
        channel({ data, metadata: {}, transient: id === undefined ? {} : { display_id: id } }, update),
      clearOutput: nothing,
      onInterrupt: onSigint,
    };
  }
  return {
    inKernel: false,
    display: (data) => {
      process.stdout.write(`${String(data["text/plain"] ?? "").replace(/\n$/, "")}\n`);
    },
    clearOutput: nothing,
    onInterrupt: (listener) => (othersListen() ? nothing : onSigint(listener)),
  };
}

function nothing(): void {}

function findChannel(): Channel | null {
  for (const [path, loaded] of Object.entries(require.cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const channel = (loaded?.exports as { lastWriteDisplayData?: unknown } | undefined)?.lastWriteDisplayData;
    if (typeof channel === "function") return channel as Channel;
  }
  return null;
}
