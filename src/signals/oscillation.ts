import { finalOf, type RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { THRESHOLDS, type Limits } from "./thresholds";

/** How many evaluations after the first a share needs: one of two says nothing. */
const EVALUATIONS = 3;

/** Rises of training loss up to each evaluation: by more than `rise` x the loss before the first step, or to NaN. */
function rises({ evaluations }: RunRecord, rise: number): number[] {
  const losses = evaluations.map(({ train }) => train.loss);
  const least = rise * losses[0];
  let count = 0;
  return losses.map((loss, i) => (i > 0 && !(loss <= losses[i - 1] + least) ? ++count : count));
}

function isSwinging(rises: number, evaluation: number, share: number): boolean {
  return evaluation >= EVALUATIONS && rises >= share * evaluation;
}

/** The first step at which the evaluations so far show it, or null. */
export function oscillationWarning(
  record: RunRecord,
  limits: Limits<"oscillation"> = THRESHOLDS.oscillation,
): number | null {
  const index = rises(record, limits.rise).findIndex((count, i) => isSwinging(count, i, limits.share));
  return index === -1 ? null : record.evaluations[index].step;
}

/**
 * Training loss, over all training messages, rose at a share of the evaluations: it swings across the valley instead
 * of going down into it. Severe. Needs three evaluations after the first.
 *
 * Source: for gradient descent on a quadratic of curvature h the error is multiplied by 1 - rate x h at each step: it
 * changes sign above 1/h and grows above 2/h (LeCun et al., "Efficient BackProp", 1998).
 */
export function oscillation(
  record: RunRecord,
  limits: Limits<"oscillation"> = THRESHOLDS.oscillation,
): Finding | null {
  const counts = rises(record, limits.rise);
  const evaluations = counts.length - 1;
  if (!isSwinging(counts[evaluations], evaluations, limits.share)) return null;
  const firstRise = counts.findIndex((count) => count > 0);
  return {
    signal: "oscillation",
    severity: "severe",
    steps: [record.evaluations[Math.max(0, firstRise - 1)].step, finalOf(record).step],
    warnedAt: oscillationWarning(record, limits) as number,
    values: { rises: counts[evaluations], evaluations },
    meaning: `Training loss rose at ${counts[evaluations]} of ${evaluations} evaluations.`,
    advice: "Lower the rate or let it decay; the steps are too long for the valley.",
  };
}
