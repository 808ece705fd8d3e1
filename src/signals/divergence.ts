import { finalOf, type RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { nats, percent } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";
import { windowMean } from "./window";

/**
 * The first step after which one of these holds, or null:
 * - a batch's loss is not finite;
 * - the mean loss of the last `window` batches is above `burst` x the training loss before the first step;
 * - `after` or more of the planned steps are taken, and that mean is above `batch` + `margin` x (share of steps left),
 *   or an evaluation's validation loss above 1 + the same margin, times what it was before the first step.
 *
 * A softmax that knows nothing has a loss of ln(classes): a model above it is worse than none. Good runs may be so in
 * their first steps and come back; the later it is, the less there is time for that, and the less above it may be.
 */
export function divergenceWarning(
  record: RunRecord,
  limits: Limits<"divergence"> = THRESHOLDS.divergence,
): number | null {
  const { curve, evaluations, plannedSteps } = record;
  const first = evaluations[0];
  const isLate = (step: number): boolean => step >= limits.after * plannedSteps;
  const margin = (step: number): number => limits.margin * (1 - step / plannedSteps);
  const batch = curve.loss.findIndex((loss, i) => {
    const mean = windowMean(curve.loss, limits.window, i + 1) / first.train.loss;
    const limit = isLate(i + 1) ? limits.batch + margin(i + 1) : limits.burst;
    return !Number.isFinite(loss) || mean > Math.min(limit, limits.burst);
  });
  const worse = evaluations.find(
    ({ step, validation }) =>
      step > 0 && isLate(step) && !(validation.loss <= (1 + margin(step)) * first.validation.loss),
  );
  const steps = [
    ...(batch === -1 ? [] : [batch + 1]),
    ...(worse === undefined ? [] : [worse.step]),
    ...(record.status === "diverged" ? [record.steps] : []),
  ];
  return steps.length === 0 ? null : Math.min(...steps);
}

/**
 * The loss is not finite, far above what knowing nothing costs, or ends on validation above where it began. Severe.
 *
 * A run may end so by over-fitting, its training loss having fallen all the while: then the updates are stable, and
 * the advice is about what is learned, not about the rate's stability. It is severe all the same: such a model is
 * worse on validation than an untrained one.
 *
 * Source: the edge of stability (Cohen et al., 2021, arXiv:2103.00065) for why; the rule is by what a loss can be.
 */
export function divergence(
  record: RunRecord,
  limits: Limits<"divergence"> = THRESHOLDS.divergence,
): Finding | null {
  const warnedAt = divergenceWarning(record, limits);
  if (warnedAt === null) return null;
  const first = record.evaluations[0];
  const last = finalOf(record);
  const before = record.evaluations.filter(({ step }) => step < warnedAt).pop() ?? first;
  const values = { initial: first.validation.loss, final: last.validation.loss };
  const went = `Validation loss went from ${nats(values.initial)} to ${nats(values.final)}`;
  const fell = 1 - last.train.loss / first.train.loss;
  const common = { signal: "divergence", severity: "severe", warnedAt } as const;
  if (fell > FELL) {
    const training = { trainInitial: first.train.loss, trainFinal: last.train.loss };
    if (record.status === "diverged") {
      const best = record.evaluations.reduce((a, b) => (b.validation.loss < a.validation.loss ? b : a));
      return {
        ...common,
        steps: [Math.min(best.step, before.step), last.step],
        values: { ...values, ...training },
        meaning: `${went}, while training loss fell ${percent(fell)}: this is over-fitting, not instability.`,
        advice:
          "Stop earlier, regularise or mend the labels; a lower rate would mainly put off the same. Confirm it at half the rate.",
      };
    }
    return {
      ...common,
      steps: [before.step, last.step],
      values: { ...values, ...training },
      meaning: `The loss broke out above its start around step ${warnedAt} and came back: ${lower(went)}.`,
      advice: "Lower the peak, or warm up: the start was too hot, even if the end is not.",
    };
  }
  return {
    ...common,
    steps: [before.step, last.step],
    values,
    meaning:
      record.status === "diverged" ? `${went}.` : `Training broke out above its start; ${lower(went)}.`,
    advice: "Lower the rate, or warm up; at this rate the updates feed on themselves.",
  };
}

/** Share of the training loss that must be gone for a run to have learned. */
const FELL = 0.1;

function lower(sentence: string): string {
  return sentence[0].toLowerCase() + sentence.slice(1);
}
