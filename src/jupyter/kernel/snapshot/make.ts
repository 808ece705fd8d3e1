import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { constants, setPriority } from "node:os";
import { basename, dirname, join } from "node:path";
import { compilerOptions, slashed } from "../../cells/options";
import { typescript } from "../../cells/typescript";
import { ownPackage } from "../../own-package";
import { isAlive } from "../../process-alive";
import { tslabRequire } from "../../tslab-package";
import { plainEnvironment } from "./environment";
import { isEarlierSnapshot, snapshotSize } from "./file";

/** No snapshot takes so long to make. */
const LONGEST_MS = 600_000;

// `node make.js FILE`: makes the snapshot, unless there is one or another process is at it.
const file = process.argv[2];
if (file !== undefined && snapshotSize(file) === undefined) makeOnce(file);

function makeOnce(file: string): void {
  const lock = `${file}.lock`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    removeLeftOver(file, lock);
    writeFileSync(lock, String(process.pid), { flag: "wx" });
  } catch {
    return; // another process is at it, or the installation is read-only: then every start is slow
  }
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    make(file);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The lock of a maker that was killed, and what it had written. */
function removeLeftOver(file: string, lock: string): void {
  const found = statSync(lock, { throwIfNoEntry: false });
  if (found === undefined) return;
  const maker = Number(readFileSync(lock, "utf8"));
  // An old one is empty since the disk was full, or its number is another process' by now.
  // eslint-disable-next-line no-restricted-properties -- the age of a file, not a result
  const isOld = Date.now() - found.mtimeMs > LONGEST_MS;
  if (!isOld && (maker === 0 || isAlive(maker))) return;
  rmSync(`${file}.${maker}`, { force: true });
  rmSync(lock, { force: true });
}

function make(file: string): void {
  const temporary = `${file}.${process.pid}`;
  const t = typescript();
  const own = ownPackage();
  const types = join(own, "dist", "index.d.ts");
  const asked = {
    typescript: tslabRequire().resolve("@tslab/typescript-for-tslab"),
    options: compilerOptions(t, slashed(own)),
    // What the first cell of most notebooks imports.
    declarations: existsSync(types) ? [slashed(types)] : [],
  };
  const script = join(__dirname, "script.js");
  const args = ["--snapshot-blob", temporary, "--build-snapshot", script, JSON.stringify(asked)];
  const { status } = spawnSync(process.execPath, args, {
    stdio: "ignore",
    env: plainEnvironment(),
    cwd: dirname(file), // this process may be in a notebook's folder that is gone, where Node fails
  });
  if (status === 0) {
    renameSync(temporary, file);
    removeEarlier(file);
  } else {
    rmSync(temporary, { force: true });
    // Killed is not failed: then the next kernel tries again.
    if (status !== null) writeFileSync(file, "");
  }
}

/** Those of before an update, at some 50 MB each. */
function removeEarlier(file: string): void {
  for (const name of readdirSync(dirname(file))) {
    if (isEarlierSnapshot(name, basename(file))) rmSync(join(dirname(file), name), { force: true });
  }
}
