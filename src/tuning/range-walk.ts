import type { RunRecord } from "../training";

/** What one walk up the rates showed on validation. */
export interface WalkReading {
  /** Rate and validation loss (nats; infinite once broken) at each evaluation, lowest rate first. */
  readonly points: readonly { readonly rate: number; readonly loss: number }[];
  /** Rate at which the loss, as a running median of three evaluations, is lowest. */
  readonly lowestAt: number;
  /** That lowest loss. */
  readonly lowest: number;
  /** The constant rate that covers the distance to that point in the steps of the run to be tuned. */
  readonly guess: number;
  /** First rate past the lowest loss at which the loss is above where it began; null when it never is. */
  readonly breaksAt: number | null;
  /** Whether the loss was still at its lowest at the end of the walk. */
  readonly stillFalling: boolean;
}

/**
 * Reads a walk: a run whose rate grows from step to step.
 *
 * While a rate is stable, how far training has come depends on the sum of the rates so far and hardly on how the
 * steps divided it (gradient flow: d weights = -gradient x rate). So the walk's lowest validation loss, reached after
 * a sum S, is what a constant rate reaches at its last step when rate x steps = S:
 *
 * `guess = (sum of the walk's rates up to its lowest loss) / tunedSteps`
 *
 * For a walk over a range of ratio R in as many steps this is near lowestAt / ln(R), so it follows the width of the
 * range and the length of the run, which "a tenth of the minimum" does not.
 *
 * @param tunedSteps optimizer steps of the run that the rate is for
 */
export function readWalk(record: RunRecord, tunedSteps: number): WalkReading {
  const { evaluations, curve } = record;
  const distance = [0];
  for (const rate of curve.rate) distance.push(distance[distance.length - 1] + rate);
  // An evaluation names the rate of the step that comes next; the one that it has seen is the step's before.
  const points = evaluations.map(({ step, validation }) => ({
    rate: curve.rate[Math.max(0, step - 1)] ?? evaluations[0].rate,
    loss: Number.isFinite(validation.loss) ? validation.loss : Infinity,
  }));
  const smooth = runningMedian(points.map(({ loss }) => loss));
  const at = smooth.indexOf(Math.min(...smooth));
  const broken = points.findIndex(({ loss }, i) => i > at && loss > points[0].loss);
  return {
    points,
    lowestAt: points[at].rate,
    lowest: smooth[at],
    guess: distance[evaluations[at].step] / tunedSteps,
    breaksAt: broken < 0 ? null : points[broken].rate,
    stillFalling: broken < 0 && at >= points.length - 2,
  };
}

/** The middle of each value and its two neighbours, so that one lucky evaluation is no minimum; ends as they are. */
function runningMedian(values: readonly number[]): number[] {
  return values.map((value, i) =>
    i === 0 || i === values.length - 1
      ? value
      : [values[i - 1], value, values[i + 1]].sort((a, b) => a - b)[1],
  );
}
