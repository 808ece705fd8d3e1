import { fromSpec } from "../schedules";
import type { RunRecord } from "./run-record";
import type { ProdigySpec } from "./run-spec";

/** Prodigy as prodigyopt has it where nothing is said: no weight decay, no bias correction, d from 1e-6. */
export const PRODIGY: ProdigySpec = {
  kind: "prodigy",
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  d0: 1e-6,
  biasCorrection: false,
};

/**
 * The rate that Prodigy had found by the last step of a run: its estimate d, which is the curve's rate without the
 * schedule's multiplier. d never falls, so it is the highest one too.
 *
 * @returns null for another optimizer, and for a run that took no step
 * @example foundRate(record) // 0.0142
 */
export function foundRate({ spec, curve }: Pick<RunRecord, "spec" | "curve">): number | null {
  if (spec.optimizer.kind !== "prodigy") return null;
  const schedule = fromSpec(spec.schedule);
  // A multiplier of 0 takes no step and says nothing.
  for (let step = curve.rate.length - 1; step >= 0; step--) {
    const multiplier = Math.fround(schedule(step));
    if (multiplier > 0) return curve.rate[step] / multiplier;
  }
  return null;
}
