/** Three significant digits. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return "not finite";
  return String(Number(value.toPrecision(3))).replace("-", "\u2212");
}

/** "312 of 900". */
export function ofAll(done: number, total: number): string {
  return `${whole(done)} of ${whole(total)}`;
}

export function whole(value: number): string {
  return value.toLocaleString("en-US");
}

/** How long it may still take: "about 12 s", "about 3 min". Nothing is known yet where it is not finite. */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return "\u2013";
  if (seconds < 1) return "under 1 s";
  if (seconds < 90) return `about ${Math.round(seconds)} s`;
  return seconds < 5400 ? `about ${Math.round(seconds / 60)} min` : `about ${(seconds / 3600).toFixed(1)} h`;
}

/** The message of what was thrown, on one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, " ").trim().slice(0, 300);
}
