import { reached, type Target } from "./section";

/** A Markdown table; the first column is text, the others are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = line(head.map((_, i) => (i === 0 ? "---" : "---:")));
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** Three significant digits; what is very small as a power of ten. */
export function digits(value: number | null | undefined): string {
  if (value === null || value === undefined) return "-";
  if (!Number.isFinite(value)) return String(value);
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(0);
  const places = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(places);
}

/** `9.1x`, with the target where there is one. */
export function times(ratio: number | null, target?: number): string {
  if (ratio === null) return "-";
  return target === undefined
    ? `${digits(ratio)}x`
    : `${digits(ratio)}x (>= ${target}x ${mark(ratio >= target)})`;
}

/** What was asked for and what was found, in one table. */
export function targetTable(targets: readonly Target[]): string {
  return table(
    ["target", "wanted", "found", ""],
    targets.map((target) => {
      const { wanted, found, unit = "x" } = target;
      const suffix = unit === "x" || unit === "%" || unit === "" ? unit : ` ${unit}`;
      const limit = "atLeast" in wanted ? `>= ${small(wanted.atLeast)}` : `<= ${small(wanted.atMost)}`;
      const verdict = reached(target);
      return [
        target.what,
        `${limit}${suffix}`,
        found === null ? "-" : `${digits(found)}${suffix}`,
        verdict === null ? "not measured" : mark(verdict),
      ];
    }),
  );
}

/** A limit as a person writes it. */
const small = (limit: number): string => (limit < 1e-2 ? limit.toExponential(0) : String(limit));

const mark = (good: boolean): string => (good ? "reached" : "**missed**");
