import { describe } from "../schedules";
import type { OptimizerSpec, RunSpec } from "../training";
import { printable } from "./progress";

/** A run's model in a table: "linear", "mlp 64". */
export function modelWords({ model }: RunSpec): string {
  return safely(() => (model.kind === "mlp" ? `mlp ${model.hidden}` : model.kind));
}

/** A run's optimizer in a table: "momentum 0.9", "adamw wd 0.01". */
export function optimizerWords({ optimizer }: RunSpec): string {
  return safely(() => {
    const decay = optimizer.weightDecay ? ` wd ${optimizer.weightDecay}` : "";
    return `${optimizer.kind}${details(optimizer)}${decay}`;
  });
}

function details(optimizer: OptimizerSpec): string {
  if (optimizer.kind !== "momentum") return "";
  return ` ${optimizer.momentum}${optimizer.nesterov ? " nesterov" : ""}`;
}

export function scheduleWords({ schedule }: RunSpec): string {
  return safely(() => describe(schedule));
}

/** "3", or "3/4" where the initial weights and the order have seeds of their own. */
export function seedWords({ seeds }: RunSpec): string {
  return safely(() => (seeds.init === seeds.order ? `${seeds.init}` : `${seeds.init}/${seeds.order}`));
}

/** Lists read headers that nobody has verified: a spec there may be anything. */
function safely(words: () => string): string {
  try {
    return printable(words());
  } catch {
    return "?";
  }
}

/** "812 B", "24 kB", "1.3 MB": powers of 1000. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** "1 run", "2 runs". */
export function countWords(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** A number at most four significant digits long; "NaN" and "Infinity" as they are. */
export function numberWords(x: number): string {
  return String(Number(x.toPrecision(4)));
}

/** Rows as lines with aligned columns; those named in `right` are aligned to the right. */
export function alignRows(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (right.has(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join("  ")
      .trimEnd(),
  );
}

/** JSON in which a number that is not finite is the string "NaN", "Infinity" or "-Infinity", as in a run's id. */
export function jsonText(value: unknown, indent?: number): string {
  const plain = (_: string, part: unknown): unknown =>
    typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  return JSON.stringify(value, plain, indent);
}
