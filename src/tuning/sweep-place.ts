import { InputError } from "../errors";
import { memberPath } from "./sweep-json";

/** The values that one point of a sweep takes: for each path of the grid, which value of its list. */
export interface Place {
  readonly keys: readonly string[];
  readonly at: readonly number[];
}

/** The steps of a path: `schedule.parts[0].steps` and `schedule.parts.0.steps` are the same. */
export function segmentsOf(path: string): string[] {
  return path.replace(/\[(\d+)\]/g, ".$1").split(".");
}

/**
 * Where in the sweep file a field of a run's spec comes from: `grid["schedule.peak"][2]` where the grid sets it
 * (the longest path of the grid that leads to it), else `base.schedule.peak`.
 */
export function sourceOf(path: string, { keys, at }: Place): string {
  const wanted = segmentsOf(path);
  let best = -1;
  let length = 0;
  keys.forEach((key, i) => {
    const own = segmentsOf(key);
    if (own.length > length && own.every((segment, k) => segment === wanted[k]))
      [best, length] = [i, own.length];
  });
  const rest = wanted.slice(length).reduce((text, segment) => {
    return /^\d+$/.test(segment) ? `${text}[${segment}]` : memberPath(text, segment);
  }, "");
  if (best === -1) return `base.${rest}`;
  const source = `${memberPath("grid", keys[best])}[${at[best]}]`;
  return rest === "" ? source : `${source}${rest.startsWith("[") ? "" : "."}${rest}`;
}

/** A complaint about a field of a run's spec, made one about the sweep file; other errors as they are. */
export function relocated(error: unknown, place: Place): unknown {
  if (!(error instanceof InputError)) return error;
  const [, path, rest] = /^run spec: ([A-Za-z_]\w*(?:\.\w+|\[\d+\])*)(.*)$/s.exec(error.message) ?? [];
  return path === undefined ? error : new InputError(sourceOf(path, place) + rest);
}
