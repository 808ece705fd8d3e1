import { finalOf, type Evaluation, type RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { messageError } from "./message-error";
import { nats, percent } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";

/** The best evaluation up to an index, if validation rose from it beyond its error while training fell. */
function gap(record: RunRecord, index: number, { errors }: Limits<"overfitting">): Evaluation | null {
  const seen = record.evaluations.slice(0, index + 1);
  const best = seen.reduce((a, b) => (b.validation.loss < a.validation.loss ? b : a));
  const last = seen[index];
  const error = messageError(record, last);
  const rose = error > 0 && last.validation.loss - best.validation.loss > errors * error;
  return rose && last.train.loss < best.train.loss ? best : null;
}

/** The step of the first evaluation at which it would have been said, or null. */
export function overfittingWarning(
  record: RunRecord,
  limits: Limits<"overfitting"> = THRESHOLDS.overfitting,
): number | null {
  const first = record.evaluations.find((_, i) => gap(record, i, limits) !== null);
  return first?.step ?? null;
}

/**
 * Validation loss has climbed from its best by more than `errors` standard errors over messages, while training loss
 * went on falling. The more messages are validated on, and the less sure the model is, the smaller a rise is more than
 * chance. Mild: the best checkpoint is still there to be taken.
 *
 * Source: the generalisation loss of Prechelt, "Early stopping - but when?" (1998), validation(t) against the best one
 * before, in standard errors in place of a share; that training loss fell tells it apart from divergence.
 */
export function overfitting(
  record: RunRecord,
  limits: Limits<"overfitting"> = THRESHOLDS.overfitting,
): Finding | null {
  const best = gap(record, record.evaluations.length - 1, limits);
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
