import { InputError } from "../errors";
import type { Features } from "../features";
import type { Labels } from "../metrics";
import { diagnose, type Finding } from "../signals";
import { predict, type RunRecord, type TrainedRun } from "../training";

/** What the gate looks at of one arm of a comparison, seed by seed. */
export interface Arm {
  /** Labels predicted for the test messages. */
  readonly labels: readonly Labels[];
  /** The highest validation loss of the last quarter of each run, in nats; Infinity where a run broke. */
  readonly lateLosses: readonly number[];
  /** A severe finding of one of the runs, if any has one. */
  readonly severe: Finding | null;
}

/**
 * Opens the test split for the runs of one arm.
 *
 * @throws InputError when a run was trained on other features, or was interrupted
 */
export function armOf(runs: readonly TrainedRun[], features: Features): Arm {
  if (runs.some(({ record }) => record.spec.features !== features.hash)) {
    throw new InputError("judge: a run was trained on other features than those given");
  }
  const stopped = runs.find(({ record }) => record.status === "interrupted");
  if (stopped !== undefined) {
    const { id, steps, plannedSteps } = stopped.record;
    throw new InputError(
      `judge: run ${id} was stopped at step ${steps} of ${plannedSteps}; train it to its end`,
    );
  }
  return {
    labels: runs.map(({ weights }) => predict(weights, features.splits.test.x).labels),
    ...stabilityOf(runs.map(({ record }) => record)),
  };
}

/** The part of an arm that needs no test message. */
export function stabilityOf(records: readonly RunRecord[]): Omit<Arm, "labels"> {
  const severe = records
    .flatMap((record) => diagnose(record).findings)
    .find((finding) => finding.severity === "severe");
  return { lateLosses: records.map(worstLateLoss), severe: severe ?? null };
}

/** The highest validation loss seen in the last quarter of a run. */
export function worstLateLoss({ evaluations, plannedSteps }: RunRecord): number {
  const late = evaluations.filter(({ step }) => step >= 0.75 * plannedSteps);
  const losses = (late.length > 0 ? late : evaluations.slice(-1)).map(({ validation }) => validation.loss);
  return losses.some(Number.isNaN) ? Infinity : Math.max(...losses);
}
