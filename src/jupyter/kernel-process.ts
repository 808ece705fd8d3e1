import { setTimeout as sleep } from "node:timers/promises";
import { WorkError } from "../errors";
import { KernelProcess, type Kernel } from "./kernel-child";
import type { KernelSpec } from "./kernel-spec";
import { kernelInfo } from "./run/kernel-info";
import { aborted } from "./run/waiting";

export { KernelDied, type Kernel } from "./kernel-child";

const START_TIMEOUT_MS = 60_000;
const START_ATTEMPTS = 3;

/**
 * Starts a kernel in `folder` and waits until it answers. Its connection file lies in a private temporary
 * folder; when this process exits in whatever way that runs exit handlers, the kernel is killed.
 *
 * @throws WorkError when the kernel cannot be started, dies while starting or does not answer within 60 s.
 */
export async function startKernel(
  spec: KernelSpec,
  folder: string,
  options: { signal?: AbortSignal } = {},
): Promise<Kernel> {
  for (let attempt = 1; ; attempt++) {
    const kernel = await KernelProcess.launch(spec, folder);
    const settled = new AbortController();
    const outcome = await Promise.race([
      ready(kernel).catch((error: Error) => error),
      kernel.died,
      kernel.portTaken,
      aborted(options.signal, settled.signal),
      sleep(START_TIMEOUT_MS, "timeout" as const, { ref: false }),
    ]);
    settled.abort();
    if (outcome !== "timeout" && outcome !== "port taken" && outcome !== "aborted") {
      if (!(outcome instanceof Error)) return kernel;
    }
    await kernel.stop({ force: true });
    // Between finding a free port and the kernel's binding it, another process may have taken it.
    if (outcome === "port taken" && attempt < START_ATTEMPTS) continue;
    const dropped = kernel.client.rejectedMessages;
    const reason =
      outcome instanceof Error
        ? outcome.message
        : outcome === "aborted"
          ? "interrupted"
          : outcome === "port taken"
            ? "its ports were taken by other programs"
            : `no answer within ${START_TIMEOUT_MS / 1000} s` +
              (dropped > 0 ? `, ${dropped} messages had a wrong signature` : "");
    throw new WorkError(`kernel ${spec.name} did not start: ${reason}`);
  }
}

/** Resolves when the kernel can run a cell at once, so that no cell's time limit pays for the start. */
async function ready(kernel: KernelProcess): Promise<void> {
  kernel.info = kernelInfo(await kernel.client.ready());
  // Our own kernel answers while its compiler still starts; this question needs the compiler.
  if (kernel.info.implementation === "lr-lab") {
    await kernel.client.request("is_complete_request", { code: "1" });
  }
}
