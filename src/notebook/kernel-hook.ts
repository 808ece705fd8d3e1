import type { MimeBundle } from "./display";

/** The kernel puts its hook on `globalThis` under this symbol, so that any copy of this library finds it. */
export const KERNEL_HOOK = Symbol.for("lr-lab.kernel");

/**
 * What the kernel "TypeScript (lr-lab)" offers to code that runs in its cells. Whatever is shown goes to the cell
 * whose code shows it, however late.
 */
export interface KernelHook {
  /** Shows a bundle. With an `id`, `update` replaces every output that was shown under it. */
  display(bundle: MimeBundle, options?: { id?: string; update?: boolean; metadata?: MimeBundle }): void;
  /** Removes the cell's outputs: at once, or when its next output comes. */
  clearOutput(wait?: boolean): void;
  /**
   * Calls `listener` when the running cell is interrupted. As long as some code listens, the kernel gives the cell a
   * few seconds to end by itself with what it has done, before it ends it.
   *
   * @returns stops listening
   */
  onInterrupt(listener: () => void): () => void;
}

/** The kernel's hook; undefined on another kernel, and outside notebooks. */
export function kernelHook(): KernelHook | undefined {
  return (globalThis as { [KERNEL_HOOK]?: KernelHook })[KERNEL_HOOK];
}
