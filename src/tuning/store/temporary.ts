import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** Nothing that is being written takes so long; milliseconds. */
const OLD = 60 * 60 * 1000;
const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
/** Tells this process's names from those of an earlier one that had the same number. */
const TOKEN = randomBytes(4).toString("hex");
const NAME = /^\..+[.](\d+)[.]([0-9a-f]{8})[.]([0-9a-f]{8})-\d+[.]tmp$/;
let written = 0;

/** A name, not used before, for a file that will be renamed to `target`: it tells which process is writing it. */
export function temporaryName(target: string): string {
  return `.${target}.${process.pid}.${HOST}.${TOKEN}-${++written}.tmp`;
}

export function isTemporary(name: string): boolean {
  return NAME.test(name);
}

/**
 * Whether a temporary file was left by a process that is no more: its process has ended, or, where that cannot be
 * told (another machine, or a number that another process has by now), it is an hour old. Clearing one that is in
 * use after all costs its writer a second try.
 *
 * @param age milliseconds since it was last written
 */
export function isLeftOver(name: string, age: number): boolean {
  const match = NAME.exec(name);
  if (match === null) return false;
  const [, pid, host, token] = match;
  if (age > OLD) return true;
  if (host !== HOST || token === TOKEN) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  if (pid < 1 || pid > 2 ** 31 - 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
