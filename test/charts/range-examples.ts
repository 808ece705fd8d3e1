import { rangeChart } from "../../src/charts";
import { ladderOf, rangeTestOf } from "../tuning/range-parts";

/** The forms of a range chart: confirmed, walks alone, at the edge of stability, no answer. */
export const RANGE_EXAMPLES = {
  "range-confirmed": rangeChart(rangeTestOf()),
  "range-walks": rangeChart(
    rangeTestOf({ ladder: [], answer: { rate: 0.15, low: 0.11, high: 0.2 }, runs: 3 }),
  ),
  "range-stability": rangeChart(
    rangeTestOf({
      ladder: ladderOf([0.5, 0.707, 1, 1.41], 1.2, { diverged: (rate) => (rate > 1.2 ? 2 : 0) }),
      answer: { rate: 1, low: 0.8, high: 1 },
      edge: "stability",
      reason: "at the edge of stability: 2 of 3 runs diverged at 1.41",
    }),
  ),
  "range-unclear": rangeChart(
    rangeTestOf({
      ladder: [],
      answer: null,
      guess: null,
      runs: 3,
      reason: "no clear answer: validation loss got to 2.990 nats on the walks",
    }),
  ),
};
