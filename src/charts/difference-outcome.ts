import { signed } from "./numbers";
import type { DifferenceChartOptions, DifferenceRow } from "./difference-chart";

/** What an interval says: on the good side of the rule, on the bad side, or across it. */
const WORDS = {
  zero: ["better", "worse", "cannot be told"],
  margin: ["within the margin", "beyond the margin", "cannot be told"],
} as const;

/** The three outcomes of a chart in the order good, bad, unclear. */
export function outcomes({ against = "zero" }: DifferenceChartOptions): readonly string[] {
  return WORDS[against];
}

/** The outcome of a row: its interval against 0, or against the margin. */
export function outcomeOf({ low, high }: DifferenceRow, options: DifferenceChartOptions): string {
  const { better = "higher", against = "zero", margin = 0 } = options;
  const [good, bad, unclear] = WORDS[against];
  const line = against === "zero" ? 0 : better === "higher" ? -margin : margin;
  if (low <= line && high >= line) return unclear;
  return low > line === (better === "higher") ? good : bad;
}

/** "+1.2 (−0.3 to +2.7)", with the row's own unit. */
export function differenceWords({ mean, low, high, unit }: DifferenceRow, short = false): string {
  const interval = short ? "" : ` (${signed(low)} to ${signed(high)})`;
  return `${signed(mean)}${interval}${unit === undefined ? "" : ` ${unit}`}`;
}
