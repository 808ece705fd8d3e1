import type { Labels } from "../metrics";
import type { Arm } from "./arm";
import { criterion, type Criterion } from "./criterion";
import { crossedDifference, type CrossedEstimate } from "./crossed";
import { accuracyScores, differenceTable, macroF1Scores, type MessageScores } from "./message-scores";
import type { Slice } from "./slices";

/** What quality is measured by: both must improve. */
export const QUALITY: readonly { readonly name: string; readonly scores: MessageScores }[] = [
  { name: "test accuracy", scores: accuracyScores },
  { name: "test macro-F1", scores: macroF1Scores },
];

/** Did accuracy, and did macro-F1, improve? By intervals over seeds and messages; the margin is 0. */
export function qualityCriteria(
  truth: Labels,
  baseline: Arm,
  candidate: Arm,
  confidence: number,
): Criterion[] {
  return QUALITY.map(({ name, scores }) => {
    const difference = crossedDifference(
      differenceTable(scores, truth, baseline.labels, candidate.labels),
      confidence,
    );
    return criterion({
      ...{ name, group: "quality", unit: "points", margin: 0, confidence },
      passed: passes(difference, 0),
      difference: estimateOf(difference),
      asked: "above 0",
    });
  });
}

/** Accuracy on a slice, candidate minus baseline, in points. */
export function sliceDifference(
  { rows }: Slice,
  truth: Labels,
  baseline: Arm,
  candidate: Arm,
  confidence: number,
): CrossedEstimate {
  const table = differenceTable(accuracyScores, truth, baseline.labels, candidate.labels, rows);
  return crossedDifference(table, confidence);
}

/** Did a slice lose no more than the margin? By the interval over seeds and the slice's messages. */
export function sliceCriterion(
  slice: Slice,
  truth: Labels,
  baseline: Arm,
  candidate: Arm,
  margin: number,
  confidence: number,
): Criterion {
  const difference = sliceDifference(slice, truth, baseline, candidate, confidence);
  return criterion({
    ...{ name: `slice ${slice.name}`, group: "slice", unit: "points", margin: -margin, confidence },
    messages: slice.rows.length,
    passed: passes(difference, -margin),
    difference: estimateOf(difference),
    asked: `above −${margin}`,
  });
}

/** Above the margin with all of its interval, at or below it with all of it, or neither. */
function passes({ low, high }: CrossedEstimate, margin: number): boolean | null {
  return low > margin ? true : high <= margin ? false : null;
}

function estimateOf({ mean, low, high, count }: CrossedEstimate): Criterion["difference"] {
  return { mean, low, high, count };
}
