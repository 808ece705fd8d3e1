import type { Estimate, Verdict } from "../evaluation";
import type { SliceRow } from "./slice-chart";

/**
 * The slices of a verdict as rows of `sliceChart`: those that gated, and those that were too small to.
 *
 * @example show(sliceChart(sliceRows(result.verdict), { margin: result.verdict.rules.sliceMargin }))
 */
export function sliceRows({ criteria, notGated }: Pick<Verdict, "criteria" | "notGated">): SliceRow[] {
  const judged = criteria
    .filter(({ group }) => group === "slice")
    .map(({ name, messages = 0, difference }): SliceRow => {
      return { slice: name.replace(/^slice /, ""), messages, ...tenths(difference) };
    });
  const small = notGated.map(({ slice, messages, difference }): SliceRow => {
    return { slice, messages, ...tenths(difference), judged: false };
  });
  return [...judged, ...small];
}

/** Tenths of a point: no slice is known better. */
function tenths({ mean, low, high }: Estimate): Pick<SliceRow, "mean" | "low" | "high"> {
  const round = (value: number): number => Number(value.toFixed(1));
  return { mean: round(mean), low: round(low), high: round(high) };
}
