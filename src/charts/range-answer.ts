import type { RangeTest } from "../tuning";
import { count, readable } from "./numbers";

/** What a range test found, in a few sentences: the rate with its interval, its edge, and where the walks break. */
export function rangeAnswer({ answer, edge, reason, walks, ladder, breaksAt, runs }: RangeTest): string {
  if (answer === null) return `${reason[0].toUpperCase()}${reason.slice(1)}.`;
  const interval =
    answer.low === null || answer.high === null
      ? "one seed: no interval"
      : `95% interval ${readable(answer.low)} to ${readable(answer.high)} over ${count(walks.length, "seed")}`;
  const from = ladder.length > 0 ? `${count(ladder.length, "rate")} tried with whole runs` : "walks alone";
  const limit =
    edge === "stability"
      ? " At the edge of stability."
      : edge === null
        ? ""
        : ` At the ${edge} edge of what was tried.`;
  const broke =
    breaksAt === null ? " The walks did not break." : ` The walks break at ${readable(breaksAt)}.`;
  return `Rate ${readable(answer.rate)} (${interval}; ${from}, ${count(runs, "run")} in all).${limit}${broke}`;
}
