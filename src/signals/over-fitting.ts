import { finalOf, type Evaluation, type RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { nats, percent } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";

/** Where a record does not say how many messages were validated on: as many as in the calibration. */
const MESSAGES = 300;

/** The relative rise that counts: standard errors over messages, for losses that spread as the limit says. */
function leastRise({ predictions }: RunRecord, { spread }: Limits<"overfitting">): number {
  return spread / Math.sqrt(predictions.validation.length || MESSAGES);
}

/** The best evaluation before the last of these, if validation rose from it while training fell. */
function gap(evaluations: readonly Evaluation[], rise: number): Evaluation | null {
  const best = evaluations.reduce((a, b) => (b.validation.loss < a.validation.loss ? b : a));
  const last = evaluations[evaluations.length - 1];
  const rose = last.validation.loss > (1 + rise) * best.validation.loss;
  return rose && last.train.loss < best.train.loss ? best : null;
}

/** The step of the first evaluation at which it would have been said, or null. */
export function overfittingWarning(
  record: RunRecord,
  limits: Limits<"overfitting"> = THRESHOLDS.overfitting,
): number | null {
  const { evaluations } = record;
  const rise = leastRise(record, limits);
  const first = evaluations.find((_, i) => gap(evaluations.slice(0, i + 1), rise) !== null);
  return first?.step ?? null;
}

/**
 * Validation loss has climbed from its best by more than `spread` / sqrt(messages) of it, while training loss went on
 * falling. The more messages are validated on, the smaller a rise is more than chance. Mild: the best checkpoint is
 * still there to be taken.
 *
 * Source: the generalisation loss GL(t) = validation(t) / best validation - 1 of Prechelt, "Early stopping - but
 * when?" (1998), with the condition that training loss fell, which tells it apart from divergence.
 */
export function overfitting(
  record: RunRecord,
  limits: Limits<"overfitting"> = THRESHOLDS.overfitting,
): Finding | null {
  const best = gap(record.evaluations, leastRise(record, limits));
  if (best === null) return null;
  const last = finalOf(record);
  const rise = last.validation.loss / best.validation.loss - 1;
  return {
    signal: "over-fitting",
    severity: "mild",
    steps: [best.step, last.step],
    warnedAt: overfittingWarning(record, limits) as number,
    values: { best: best.validation.loss, final: last.validation.loss },
    meaning:
      `Validation loss rose ${percent(rise)} from its best at epoch ${best.epoch.toFixed(1)}, ` +
      `while training loss fell from ${nats(best.train.loss)} to ${nats(last.train.loss)}.`,
    advice: "Stop earlier, decay the rate, or regularise; what is learned now does not carry over.",
  };
}
