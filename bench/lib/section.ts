import type { Context } from "./context";

/** A figure that issue or design asks for, beside what was measured. */
export interface Target {
  readonly what: string;
  readonly wanted: { readonly atLeast: number } | { readonly atMost: number };
  /** null: not measured in this run. */
  readonly found: number | null;
  readonly unit?: "x" | "%" | "points" | "ms" | "";
}

/** One part of the benchmark: measures to plain JSON, and says from that JSON alone what was found. */
export interface Section<R = unknown> {
  readonly name: string;
  readonly title: string;
  measure(context: Context): Promise<R>;
  report(result: R): string;
  targets(result: R): Target[];
}

/** Whether the target was reached; null where nothing was measured. */
export function reached({ wanted, found }: Target): boolean | null {
  if (found === null) return null;
  return "atLeast" in wanted ? found >= wanted.atLeast : found <= wanted.atMost;
}

/** A section whose result type is forgotten, to put different ones into one list. */
export function section<R>(made: Section<R>): Section {
  return made as unknown as Section;
}
