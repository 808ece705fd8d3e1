// Loaded into the kernel with `--require`. tslab does not notice when the process that started it is gone, so
// a runner that is killed outright would leave its kernel behind.
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { endWithParent } from "./parent-watch";

const ROLE = "lr-lab-orphan-guard";

if (isMainThread) {
  new Worker(__filename, { workerData: { role: ROLE }, execArgv: [] }).unref();
} else if ((workerData as { role?: unknown } | null)?.role === ROLE) {
  endWithParent();
}
