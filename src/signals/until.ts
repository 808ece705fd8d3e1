import { InputError } from "../errors";
import type { Curve, RunRecord } from "../training";

/**
 * The record as it stood after `step` steps: what a signal can know while the run goes on. Id, spec and planned
 * steps are the run's. `status` is "done", for what has not ended has not ended as diverged; predictions, which the
 * final weights make, are -1 for every message.
 *
 * @param step steps taken; beyond the run's end it is the whole record
 * @throws InputError when `step` is no whole number of at least 0
 * @example diagnose(until(record, 100)); // what could have been said after 100 steps
 */
export function until(record: RunRecord, step: number): RunRecord {
  if (!Number.isInteger(step) || step < 0) {
    throw new InputError(`until: step must be a whole number of at least 0, found ${String(step)}`);
  }
  if (step >= record.steps) return record;
  const evaluations = record.evaluations.filter((evaluation) => evaluation.step <= step);
  const names = Object.keys(record.curve) as (keyof Curve)[];
  const curve = Object.fromEntries(names.map((name) => [name, record.curve[name].slice(0, step)]));
  return {
    ...record,
    status: "done",
    steps: step,
    curve: curve as unknown as Curve,
    evaluations,
    predictions: {
      train: record.predictions.train.map(() => -1),
      validation: record.predictions.validation.map(() => -1),
    },
  };
}
