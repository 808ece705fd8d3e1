/** Where two plain values first differ, and how, as `curve.loss[3] is 0.5 instead of 0.4`; null where they do not. */
export function firstDifference(expected: unknown, found: unknown, path = ""): string | null {
  if (Object.is(expected, found)) return null;
  if (!isContainer(expected) || !isContainer(found)) {
    return `${path} is ${shown(found)} instead of ${shown(expected)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const inside = Array.isArray(expected) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const difference = firstDifference(expected[key], found[key], inside);
    if (difference !== null) return difference;
  }
  return null;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  if (isContainer(value)) return Array.isArray(value) ? "a list" : "an object";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
