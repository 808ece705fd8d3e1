import { finalOf, type RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { messageError } from "./message-error";
import { nats } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";
import { wayOf } from "./way";

/** The best validation loss before the part of the way that ends at an evaluation, and up to it. */
interface Flat {
  readonly from: number;
  readonly before: number;
  readonly now: number;
}

/** Shares of the way that are no more than rounding. */
const ROUNDING = 1e-9;

function flat(record: RunRecord, way: Float64Array, index: number, limits: Limits<"plateau">): Flat | null {
  const { evaluations } = record;
  const [first, here] = [evaluations[0], evaluations[index]];
  const start = way[here.step] - (limits.window - ROUNDING) * way[way.length - 1];
  let [before, now, from] = [Infinity, Infinity, -1];
  for (const { step, validation } of evaluations.slice(0, index + 1)) {
    now = Math.min(now, validation.loss);
    if (way[step] > start) continue;
    [before, from] = [Math.min(before, validation.loss), step];
  }
  // A run that has not learned yet is slow or broken, not flat.
  if (!(from > 0) || !(first.validation.loss > before)) return null;
  const chance = limits.errors * messageError(record, here);
  const little = limits.fall * (first.validation.loss - now);
  return before - now < Math.min(chance, little) ? { from, before, now } : null;
}

/** The step of the first evaluation at which it would have been said, or null. */
export function plateauWarning(
  record: RunRecord,
  limits: Limits<"plateau"> = THRESHOLDS.plateau,
): number | null {
  const way = wayOf(record);
  const first = record.evaluations.find((_, i) => flat(record, way, i, limits) !== null);
  return first?.step ?? null;
}

/**
 * The best validation loss has not improved over the last part of the way by more than a part of its standard error
 * over messages, nor by more than a share of all that it fell. The way is the sum of the schedule's rates: where a
 * schedule has decayed, loss stands still because the rate does, and one has to look back further. Mild: what is left
 * of the budget is spent for nothing, unless the rate changes.
 *
 * Source: the rule of reduce-on-plateau and early stopping (patience without improvement; PyTorch
 * `ReduceLROnPlateau`, Keras `EarlyStopping`), with the patience in shares of the way.
 */
export function plateau(record: RunRecord, limits: Limits<"plateau"> = THRESHOLDS.plateau): Finding | null {
  const found = flat(record, wayOf(record), record.evaluations.length - 1, limits);
  if (found === null) return null;
  return {
    signal: "plateau",
    severity: "mild",
    steps: [found.from, finalOf(record).step],
    warnedAt: plateauWarning(record, limits) as number,
    values: { before: found.before, now: found.now },
    meaning: `Since step ${found.from} the best validation loss went from ${nats(found.before)} to ${nats(found.now)} only: no more than chance.`,
    advice: "Let the rate decay from here, or stop; more steps at this rate bring little.",
  };
}
