import type { RunRecord } from "../training";
import type { Diagnosis, Finding, Signal } from "./diagnosis";
import { divergence, divergenceWarning } from "./divergence";
import { oscillation, oscillationWarning } from "./oscillation";
import { overfitting, overfittingWarning } from "./over-fitting";
import { overshoot, overshootWarning } from "./overshoot";
import { plateau, plateauWarning } from "./plateau";
import { slowConvergence, slowConvergenceWarning } from "./slow-convergence";
import { spikes, spikesWarning } from "./spikes";

/**
 * All findings on a record, the most severe first: what is true of it at its end. A pure function of the record;
 * with {@link until} it says what could have been said earlier, and each finding's `warnedAt` says when.
 *
 * Precision and recall of each signal on data and optimizers that it was not calibrated on: bench/SIGNALS.md.
 *
 * @example diagnose(record).findings.map(({ signal, meaning, advice }) => ({ signal, meaning, advice }));
 */
export function diagnose(record: RunRecord): Diagnosis {
  const signals = [divergence, oscillation, overshoot, spikes, overfitting, slowConvergence, plateau];
  const findings = signals
    .map((signal) => signal(record))
    .filter((finding): finding is Finding => finding !== null);
  findings.sort((a, b) => Number(b.severity === "severe") - Number(a.severity === "severe"));
  return { kind: "diagnosis", run: record.id, findings };
}

/**
 * For each signal, the step after which someone who watched the run would first have been warned; null for never.
 * Also of warnings that were no longer true at the end, which `diagnose` leaves out.
 */
export function warnings(record: RunRecord): Record<Signal, number | null> {
  return {
    divergence: divergenceWarning(record),
    spikes: spikesWarning(record),
    oscillation: oscillationWarning(record),
    overshoot: overshootWarning(record),
    "slow-convergence": slowConvergenceWarning(record),
    "over-fitting": overfittingWarning(record),
    plateau: plateauWarning(record),
  };
}
