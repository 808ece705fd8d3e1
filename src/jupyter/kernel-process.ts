import { setTimeout as sleep } from "node:timers/promises";
import { WorkError } from "../errors";
import { KernelProcess, type Kernel } from "./kernel-child";
import type { KernelSpec } from "./kernel-spec";
import { kernelInfo } from "./run/kernel-info";

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
    const outcome = await Promise.race([
      kernel.client.ready().catch((error: Error) => error),
      kernel.died,
      kernel.portTaken,
      aborted(options.signal),
      sleep(START_TIMEOUT_MS, "timeout" as const, { ref: false }),
    ]);
    if (outcome !== "timeout" && outcome !== "port taken" && outcome !== "aborted") {
      if (!(outcome instanceof Error)) {
        kernel.info = kernelInfo(outcome);
        return kernel;
      }
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

function aborted(signal: AbortSignal | undefined): Promise<"aborted"> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve("aborted");
    signal?.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
}
