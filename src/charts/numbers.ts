/** Rounds to `digits` significant digits, to keep specifications small and equal on every machine. */
export function round(value: number, digits = 5): number {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
}

/** A number as a person reads it: three significant digits, no trailing zeros. */
export function readable(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "minus infinite";
  const short = Number(value.toPrecision(3));
  return Math.abs(short) >= 1000
    ? Math.round(value).toLocaleString("en-US")
    : String(short).replace("-", "\u2212");
}

/** A number with so many digits after the point: -0.04 -> "0.0" for one digit, "\u22120.04" for two. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "\u2212");
}

/** A difference with its sign. */
export function signed(value: number): string {
  return (value > 0 ? "+" : "") + readable(value);
}

/** "1 run", "3 runs". */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** A text of at most `length` characters: a longer one ends in an ellipsis. */
export function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}\u2026`;
}

/** Sorted, without repetition. */
export function unique(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Breaks a text into lines of at most `width` characters, at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
