import { gateChart } from "../../src/charts";
import type { Criterion } from "../../src/evaluation";

function criterion(
  name: string,
  group: Criterion["group"],
  passed: boolean | null,
  [mean, low, high]: readonly [number, number, number],
  unit: Criterion["unit"] = "points",
  margin = 0,
): Criterion {
  const confidence = group === "slice" ? 0.9 : 0.95;
  const difference = { mean, low, high, count: 8 };
  return { name, group, passed, difference, unit, margin, confidence, sentence: "" };
}

const STEADY = [
  criterion("late validation loss", "stability", true, [-0.09, -0.118, -0.064], "nats"),
  criterion("spread over seeds", "stability", true, [0.9, 0.41, 2.05], "times", 3),
];

/** Verdicts as charts: every criterion met, and one of each outcome. */
export const GATE_EXAMPLES = {
  "gate-approved": gateChart({
    outcome: "approve",
    criteria: [
      ...STEADY,
      criterion("test accuracy", "quality", true, [2.1, 1.2, 3]),
      criterion("test macro-F1", "quality", true, [1.8, 0.7, 2.8]),
    ],
  }),
  "gate-mixed": gateChart({
    outcome: "reject",
    criteria: [
      criterion("late validation loss", "stability", false, [Infinity, -Infinity, Infinity], "nats"),
      STEADY[1],
      criterion("test accuracy", "quality", true, [2.1, 1.2, 3]),
      criterion("test macro-F1", "quality", null, [0.4, -0.7, 1.5]),
      criterion("slice negation", "slice", true, [1.7, 0.1, 3.2], "points", -2),
      criterion("slice rare_intent", "slice", null, [-0.5, -5.1, 4], "points", -2),
      criterion(
        "slice a name that a person wrote and that goes on",
        "slice",
        false,
        [-6, -9, -3],
        "points",
        -2,
      ),
    ],
  }),
};
