import type { Estimate } from "./statistics";

/** One thing that was asked of the candidate, and what came out. */
export interface Criterion {
  readonly name: string;
  /** What it is asked for: steadier training, better answers, or nobody paying for them. */
  readonly group: "stability" | "quality" | "slice";
  /** null: the interval reaches to both sides of the margin. */
  readonly passed: boolean | null;
  /** Candidate minus baseline in points or, for a loss, nats; for a spread, how many times the baseline's. */
  readonly difference: Estimate;
  readonly unit: "points" | "nats" | "times";
  /** What the interval is held against. */
  readonly margin: number;
  /** Test messages of a slice. */
  readonly messages?: number;
  /** Confidence of the two-sided interval. */
  readonly confidence: number;
  /** One sentence with the numbers. */
  readonly sentence: string;
}

/** A criterion with the sentence that tells its numbers; `remark` is a second sentence. */
export function criterion(
  said: Omit<Criterion, "sentence"> & { readonly asked: string; readonly remark?: string },
): Criterion {
  const { asked, remark, ...rest } = said;
  const { name, difference, unit, confidence } = said;
  const sentence =
    `${name}: ${amount(difference.mean, unit)} ${unit} (${100 * confidence}% interval ` +
    `${amount(difference.low, unit)} to ${amount(difference.high, unit)}, asked: ${asked}).` +
    (remark === undefined ? "" : ` ${remark}`);
  return { ...rest, sentence };
}

/** A number of points, nats or times, with its sign where it is a difference. */
export function amount(value: number, unit: Criterion["unit"]): string {
  if (!Number.isFinite(value)) return value > 0 ? "unbounded" : "−unbounded";
  if (unit === "times") return value.toFixed(2);
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return `${sign}${Math.abs(value).toFixed(unit === "nats" ? 3 : 1)}`;
}
