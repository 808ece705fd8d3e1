import { contentHash } from "../data";
import type { RunSpec } from "./run-spec";

/** SHA-256 (hex) of the spec's canonical JSON (RFC 8785): what the run is called everywhere. */
export function runId(spec: RunSpec): string {
  return contentHash(spec);
}

/**
 * The dotted paths in which two specs differ, sorted: what a comparison of the two runs can be attributed to.
 *
 * @example specDifferences(a, b) // ["schedule.peak"]
 */
export function specDifferences(a: RunSpec, b: RunSpec): string[] {
  const differences: string[] = [];
  const walk = (x: unknown, y: unknown, path: string): void => {
    if (isObject(x) && isObject(y)) {
      for (const key of new Set([...Object.keys(x), ...Object.keys(y)])) {
        walk(x[key], y[key], path === "" ? key : `${path}.${key}`);
      }
    } else if (JSON.stringify(x) !== JSON.stringify(y)) differences.push(path);
  };
  walk(a, b, "");
  return differences.sort();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
