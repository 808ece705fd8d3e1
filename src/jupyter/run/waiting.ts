import { setTimeout as sleep } from "node:timers/promises";

/** Resolves after `ms`, or at once when the wait is no longer wanted. */
export function timer(ms: number, settled: AbortSignal): Promise<"time is up"> {
  const longest = 2 ** 31 - 1; // a longer timer would fire at once
  return sleep(Math.min(ms, longest), "time is up" as const, { signal: settled }).catch(
    () => "time is up" as const,
  );
}

/** Resolves when `signal` aborts; listens no longer once `settled` does. */
export function aborted(signal: AbortSignal | undefined, settled: AbortSignal): Promise<"aborted"> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve("aborted");
    signal?.addEventListener("abort", () => resolve("aborted"), { once: true, signal: settled });
  });
}
