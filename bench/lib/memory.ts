import { readdirSync, readFileSync } from "node:fs";

/**
 * What a process and all that it started have in main memory, in MiB: the sum of their resident sets, so that what
 * they share counts for each. Null where the system doesn't tell (it is Linux that does).
 */
export function residentMemory(pid: number): number | null {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
  if (kilobytes === undefined) return null;
  const children = childrenOf(pid).map((child) => residentMemory(child) ?? 0);
  return children.reduce((sum, mib) => sum + mib, Number(kilobytes) / 1024);
}

/** The processes that any thread of a process started. */
export function childrenOf(pid: number): number[] {
  const threads = list(`/proc/${pid}/task`);
  const ids = threads.flatMap((thread) => (read(`/proc/${pid}/task/${thread}/children`) ?? "").split(" "));
  return ids.filter((id) => id !== "").map(Number);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
