import { isAlive } from "./process-alive";

const POLL_MS = 1000;

/**
 * Ends this process as soon as the one that started it is gone, which could not stop it any more. To be called in a
 * worker: a cell may keep the main thread busy for ever.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    // On Windows a process keeps the id of a parent that is gone.
    if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, "SIGKILL");
  }, POLL_MS);
}
