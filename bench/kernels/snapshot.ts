import { execFileSync } from "node:child_process";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as file from "../../src/jupyter/kernel/snapshot/file";
import { ROOT } from "../lib/paths";

const FOLDER = join(ROOT, "dist", "jupyter", "kernel", "snapshot");

/** Where the snapshot of the kernel that is measured lies; it is made if there is none. */
export function madeSnapshot(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { snapshotFile } = require(join(FOLDER, "file.js")) as typeof file;
  const path = snapshotFile()!;
  execFileSync(process.execPath, [join(FOLDER, "make.js"), path]);
  return path;
}

/** Does something as it is before there is a snapshot. An empty one says that none is to be made. */
export async function withoutSnapshot(snapshot: string, act: () => Promise<void>): Promise<void> {
  const kept = `${snapshot}.kept`;
  renameSync(snapshot, kept);
  try {
    writeFileSync(snapshot, "");
    await act();
  } finally {
    rmSync(snapshot, { force: true });
    renameSync(kept, snapshot);
  }
}
