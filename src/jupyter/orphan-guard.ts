// Loaded into the kernel with `--require`. tslab does not notice when the process that started it is gone, so
// a runner that is killed outright would leave its kernel behind. A worker watches, since a cell may keep the
// main thread busy for ever.
import { isMainThread, Worker, workerData } from "node:worker_threads";

const POLL_MS = 1000;
const ROLE = "lr-lab-orphan-guard";

if (isMainThread) {
  new Worker(__filename, { workerData: { role: ROLE }, execArgv: [] }).unref();
} else if ((workerData as { role?: unknown } | null)?.role === ROLE) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, "SIGKILL");
  }, POLL_MS);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
