import { spawn } from "node:child_process";
import { join } from "node:path";
import { plainEnvironment } from "./environment";
import { snapshotFile, snapshotSize } from "./file";

/** Has the snapshot made by another process, which takes its seconds also when the kernel ends before. */
export function startToMakeSnapshot(): void {
  const file = snapshotFile();
  if (file === undefined || snapshotSize(file) !== undefined) return;
  const maker = spawn(process.execPath, [join(__dirname, "make.js"), file], {
    detached: true,
    cwd: __dirname, // on Windows the notebook's folder could not be removed meanwhile
    stdio: "ignore",
    windowsHide: true,
    env: plainEnvironment(),
  });
  maker.on("error", () => undefined); // the next start is slow again: nothing is lost but time
  maker.unref();
}
