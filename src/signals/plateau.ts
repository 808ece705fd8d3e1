import { finalOf, type RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { nats, percent } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";

/** The best validation loss before the window that ends at an evaluation, and up to it. */
interface Flat {
  readonly from: number;
  readonly before: number;
  readonly now: number;
}

function flat(record: RunRecord, index: number, limits: Limits<"plateau">): Flat | null {
  const { evaluations, plannedSteps } = record;
  const start = evaluations[index].step - limits.window * plannedSteps;
  let [before, now, from] = [Infinity, Infinity, -1];
  for (const { step, validation } of evaluations.slice(0, index + 1)) {
    now = Math.min(now, validation.loss);
    if (step > start) continue;
    [before, from] = [Math.min(before, validation.loss), step];
  }
  const all = evaluations[0].validation.loss - now;
  // A run that has not learned yet is slow or broken, not flat.
  if (!(from > 0) || !(evaluations[0].validation.loss > before)) return null;
  return before - now < limits.fall * all ? { from, before, now } : null;
}

/** The step of the first evaluation at which it would have been said, or null. */
export function plateauWarning(
  record: RunRecord,
  limits: Limits<"plateau"> = THRESHOLDS.plateau,
): number | null {
  const first = record.evaluations.find((_, i) => flat(record, i, limits) !== null);
  return first?.step ?? null;
}

/**
 * The best validation loss has not improved over the last part of the planned steps by more than a small share of all
 * that it fell. Mild: what is left of the budget is spent for nothing, unless the rate changes.
 *
 * Source: the rule of reduce-on-plateau and early stopping (patience without improvement; PyTorch
 * `ReduceLROnPlateau`, Keras `EarlyStopping`), with the patience in shares of the run.
 */
export function plateau(record: RunRecord, limits: Limits<"plateau"> = THRESHOLDS.plateau): Finding | null {
  const found = flat(record, record.evaluations.length - 1, limits);
  if (found === null) return null;
  const last = finalOf(record);
  return {
    signal: "plateau",
    severity: "mild",
    steps: [found.from, last.step],
    warnedAt: plateauWarning(record, limits) as number,
    values: { before: found.before, now: found.now },
    meaning: `In the last ${percent(limits.window)} of the run the best validation loss went from ${nats(found.before)} to ${nats(found.now)} only.`,
    advice: "Let the rate decay from here, or stop; more steps at this rate bring little.",
  };
}
