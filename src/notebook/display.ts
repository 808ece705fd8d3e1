/** MIME type -> content, as the Jupyter protocol sends it: text and base64 as strings, JSON types as objects. */
export type MimeBundle = Record<string, unknown>;

/** What a display is sent with. */
interface DisplayMessage {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type Channel = (message: DisplayMessage, update: boolean) => void;

/** Where displays go: a running tslab kernel, or nothing but standard output. */
export interface DisplayTarget {
  readonly inKernel: boolean;
  /** Shows a bundle; with an `id`, later calls with `update` replace it in place. */
  display(data: MimeBundle, id?: string, update?: boolean): void;
}

/**
 * Finds the display channel of the kernel that this code runs in. tslab's public `display` sends one MIME type
 * at a time; the function below it sends whole bundles. The kernel may run from another copy of tslab than the
 * one beside this file, so the loaded modules are searched rather than a new copy loaded. It is looked up at
 * every call, since tslab replaces it for every cell.
 */
export function displayTarget(): DisplayTarget {
  const channel = findChannel();
  if (channel) {
    return {
      inKernel: true,
      display: (data, id, update = false) =>
        channel({ data, metadata: {}, transient: id === undefined ? {} : { display_id: id } }, update),
    };
  }
  return {
    inKernel: false,
    display: (data) => {
      process.stdout.write(`${String(data["text/plain"] ?? "").replace(/\n$/, "")}\n`);
    },
  };
}

function findChannel(): Channel | null {
  for (const [path, loaded] of Object.entries(require.cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const channel = (loaded?.exports as { lastWriteDisplayData?: unknown } | undefined)?.lastWriteDisplayData;
    if (typeof channel === "function") return channel as Channel;
  }
  return null;
}
