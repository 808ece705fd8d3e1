import { finalOf, type RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { percent } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";
import { wayOf } from "./way";

/** What doubling the rate is expected to gain. */
interface Outlook {
  /** Fall of validation loss over the last doubling of the way so far. */
  readonly fall: number;
  /** Fall expected between the end of this run and that of one at twice the rate. */
  readonly gain: number;
  /** The same as a share of all that validation loss fell so far. */
  readonly share: number;
}

/**
 * In small steps the way that a model goes is set by the sum S of the rates, so a run at twice the rate ends where
 * this one would at 2 S. With D = loss(S/2) - loss(S), the fall over the last doubling, and r = D / (loss(S/4) -
 * loss(S/2)), at most 1, the doubling that ends at 2 x the sum of the whole schedule is expected to bring
 * D x r^log2(2 S_end / S).
 */
function outlook(record: RunRecord, way: Float64Array, index: number): Outlook | null {
  const { evaluations } = record;
  const here = way[evaluations[index].step];
  const loss = (at: number): number => {
    const after = evaluations.findIndex(({ step }) => way[step] >= at);
    if (after <= 0) return evaluations[0].validation.loss;
    const [a, b] = [evaluations[after - 1], evaluations[after]];
    const share = (at - way[a.step]) / (way[b.step] - way[a.step]);
    return a.validation.loss + share * (b.validation.loss - a.validation.loss);
  };
  const [quarter, half, full] = [loss(here / 4), loss(here / 2), evaluations[index].validation.loss];
  const all = evaluations[0].validation.loss - full;
  const fall = half - full;
  if (!(here > 0) || !(all > 0) || !(fall > 0)) return null;
  const ratio = quarter > half ? Math.min(1, fall / (quarter - half)) : 1;
  const gain = fall * ratio ** Math.log2((2 * way[way.length - 1]) / here);
  return { fall, gain, share: gain / all };
}

function isSlow(
  record: RunRecord,
  way: Float64Array,
  index: number,
  limits: Limits<"slowConvergence">,
): Outlook | null {
  const { evaluations, plannedSteps } = record;
  if (index < 2 || evaluations[index].step < limits.after * plannedSteps) return null;
  const highest = limits.calm * evaluations[0].validation.loss;
  if (evaluations.slice(0, index).some(({ validation }) => validation.loss > highest)) return null;
  const found = outlook(record, way, index);
  return found !== null && found.share > limits.gain ? found : null;
}

/** The step of the first evaluation at which it would have been said, or null. */
export function slowConvergenceWarning(
  record: RunRecord,
  limits: Limits<"slowConvergence"> = THRESHOLDS.slowConvergence,
): number | null {
  const way = wayOf(record);
  const first = record.evaluations.find((_, i) => isSlow(record, way, i, limits) !== null);
  return first?.step ?? null;
}

/**
 * The budget will run out before the learning does: going twice as far, as twice the rate does in the same steps, is
 * expected to lower validation loss by a good share of all that it fell. Mild. Not said of a run whose loss was above
 * its start: that one is coming back from too high a rate.
 *
 * Source: gradient flow, in which rate x steps is the time (so the sum of rates stands for progress under any
 * schedule); power laws of loss over that time (Kaplan et al., 2020, arXiv:2001.08361).
 */
export function slowConvergence(
  record: RunRecord,
  limits: Limits<"slowConvergence"> = THRESHOLDS.slowConvergence,
): Finding | null {
  const way = wayOf(record);
  const found = isSlow(record, way, record.evaluations.length - 1, limits);
  if (found === null) return null;
  const last = finalOf(record);
  return {
    signal: "slow-convergence",
    severity: "mild",
    steps: [0, last.step],
    warnedAt: slowConvergenceWarning(record, limits) as number,
    values: { initial: record.evaluations[0].validation.loss, final: last.validation.loss, ...found },
    meaning:
      `Validation loss is still falling: going twice as far is expected to lower it by ${found.gain.toPrecision(2)}, ` +
      `${percent(found.share)} of all that it fell.`,
    advice: "Raise the rate or train longer; the budget runs out before the learning does.",
  };
}
