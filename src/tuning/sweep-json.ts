import { InputError } from "../errors";

/** An object of JSON, its members not yet checked. */
export type JsonObject = Record<string, unknown>;

/** Whether a value of JSON is an object (not null, not a list). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as an error message shows it: short, on one line, whatever it is. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/**
 * JSON to a value. `NaN` and `Infinity`, which JSON does not have but other languages write, are refused by the
 * path at which they stand.
 *
 * @throws InputError that names the file and the line, or the path
 */
export function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const path = pathOfNonFinite(text);
    if (path !== null) {
      throw new InputError(
        `${file}: ${path} is not a finite number; write a number that can be trained with`,
      );
    }
    const { message } = error as Error;
    const at = /at position (\d+)/.exec(message);
    const line = at === null ? "" : ` line ${text.slice(0, Number(at[1])).split("\n").length}:`;
    throw new InputError(`${file}:${line} cannot be read as JSON (${message.replace(/\s+/g, " ")})`);
  }
}

/** Where the first bare NaN or Infinity of a text stands that is JSON otherwise; null when that is not so. */
function pathOfNonFinite(text: string): string | null {
  const mark = "\u0000not finite";
  const strings = /"(?:[^"\\\n]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;
  const marked = text.replace(strings, (token) => (token.startsWith('"') ? token : JSON.stringify(mark)));
  try {
    return pathOf(JSON.parse(marked), mark, "");
  } catch {
    return null;
  }
}

function pathOf(value: unknown, wanted: string, path: string): string | null {
  if (value === wanted) return path;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    const found = pathOf(member, wanted, Array.isArray(value) ? `${path}[${key}]` : memberPath(path, key));
    if (found !== null) return found;
  }
  return null;
}

/** `base.schedule`, or `grid["schedule.peak"]` where the key is no plain name. */
export function memberPath(path: string, key: string): string {
  if (!/^[A-Za-z_]\w*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/**
 * An object that has no members but the named ones.
 *
 * @throws InputError that names the path
 */
export function objectWith(json: unknown, path: string, names: readonly string[]): JsonObject {
  const where = path === "" ? "the file" : path;
  if (!isObject(json)) throw new InputError(`${where} must be an object, found ${shown(json)}`);
  for (const name of Object.keys(json)) {
    if (!names.includes(name)) {
      throw new InputError(`${memberPath(path, name)} is not known; ${where} may have ${names.join(", ")}`);
    }
  }
  return json;
}
