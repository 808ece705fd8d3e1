import type { DataWarning } from "./dataset";

/**
 * A text that came from outside, in quotes and safe to print: control and format characters (terminal escapes,
 * bidirectional overrides, line ends) are written as `\u{..}`, and what is longer than `limit` characters is
 * cut. The joiner inside emoji (U+200D) stays.
 */
export function quote(text: string, limit = 80): string {
  const characters = Array.from(text);
  const shown = characters.slice(0, limit).join("");
  return `"${escapeControls(shown).replace(/"/g, '\\"')}"${characters.length > limit ? "…" : ""}`;
}

/** Writes control, format, surrogate and line-separating characters as `\u{..}`; the rest stays. */
export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) =>
    c === "\u200d" ? c : `\\u{${c.codePointAt(0)!.toString(16)}}`,
  );
}

/** "line 4", "lines 4, 7 and 9", "lines 4, 7, 9 and 12 more". */
export function listLines(lines: readonly number[], limit = 10): string {
  return `${lines.length === 1 ? "line" : "lines"} ${listNames(lines.map(String), limit)}`;
}

/** "a", "a and b", "a, b and 12 more". */
export function listNames(names: readonly string[], limit = 10): string {
  const shown = names.slice(0, limit);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}

/** "1 message", "2 messages". */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** A warning with its lines sorted, each once, and at most the first 20 of them. */
export function warning(check: string, message: string, lines: Iterable<number>): DataWarning {
  const sorted = [...new Set(lines)].sort((a, b) => a - b);
  return { check, message, rows: sorted.slice(0, 20), count: sorted.length };
}

/** Order by code unit: the same on every machine, unlike `localeCompare`. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
