import { setTimeout as sleep } from "node:timers/promises";

/** What a promise gives within a time; undefined when that has passed. */
export function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  return Promise.race([promise, sleep(ms, undefined)]);
}
