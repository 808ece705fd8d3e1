/** A place in a JSON document where two of them differ; a side without a value there has `undefined`. */
export interface JsonChange {
  /** `$.data.values[3].y` */
  path: string;
  a: unknown;
  b: unknown;
}

/** No stack is deep enough for a document that is nothing but brackets. */
const DEEPEST = 200;

/**
 * Where two JSON values differ, each place once: as deep as both have the same shape. Arrays of different lengths
 * differ in `length`, and in the items that both have.
 */
export function jsonChanges(a: unknown, b: unknown, path = "$", depth = 0): JsonChange[] {
  if (Object.is(a, b)) return [];
  if (depth > DEEPEST) return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ path, a, b }];
  if (Array.isArray(a) && Array.isArray(b)) {
    const common = Math.min(a.length, b.length);
    const items = Array.from({ length: common }, (_, i) =>
      jsonChanges(a[i], b[i], `${path}[${i}]`, depth + 1),
    );
    const length = a.length === b.length ? [] : [{ path: `${path}.length`, a: a.length, b: b.length }];
    return [...length, ...items.flat()];
  }
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => jsonChanges(own(a, key), own(b, key), `${path}${step(key)}`, depth + 1));
  }
  return [{ path, a, b }];
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function step(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
