import { finalOf, type RunRecord } from "../training";
import type { Diagnosis, Finding } from "./diagnosis";

/**
 * Thresholds of the signals. They are conventions, not yet calibrated on labelled runs; each finding carries its
 * numbers so that a person can judge.
 */
export const THRESHOLDS = {
  /** Share of evaluations at which training loss rose, from which a run oscillates. */
  oscillation: 0.34,
  /** Relative rise of validation loss above its best, while training loss falls. */
  overfitting: 0.05,
  /** Share of the whole fall of validation loss that came in the last epoch, from which a run was cut short. */
  slow: 0.1,
} as const;

/** All findings on a record, the most severe first. A pure function of the record. */
export function diagnose(record: RunRecord): Diagnosis {
  const signals = [divergence, oscillation, overfitting, slowConvergence];
  const findings = signals
    .map((signal) => signal(record))
    .filter((finding): finding is Finding => finding !== null);
  findings.sort((a, b) => Number(b.severity === "severe") - Number(a.severity === "severe"));
  return { kind: "diagnosis", run: record.id, findings };
}

/** The loss is not finite, or validation ends above where it began. */
export function divergence(record: RunRecord): Finding | null {
  if (record.status !== "diverged") return null;
  const first = record.evaluations[0];
  const last = finalOf(record);
  return {
    signal: "divergence",
    severity: "severe",
    steps: [first.step, last.step],
    values: { initial: first.validation.loss, final: last.validation.loss },
    meaning: `Validation loss went from ${fixed(first.validation.loss)} to ${fixed(last.validation.loss)}.`,
    advice: "Lower the rate, or warm up; at this rate the updates feed on themselves.",
  };
}

/** Training loss rose between evaluations at a third of them or more. */
export function oscillation(record: RunRecord): Finding | null {
  const losses = record.evaluations.map((evaluation) => evaluation.train.loss);
  const rises = losses.slice(1).filter((loss, i) => !(loss <= losses[i] * 1.01)).length;
  const share = rises / Math.max(1, losses.length - 1);
  if (losses.length < 4 || share < THRESHOLDS.oscillation) return null;
  return {
    signal: "oscillation",
    severity: "severe",
    steps: spanOf(record),
    values: { rises, evaluations: losses.length - 1 },
    meaning: `Training loss rose at ${rises} of ${losses.length - 1} evaluations.`,
    advice: "Lower the rate or let it decay; the steps are too long for the valley.",
  };
}

/** Validation loss climbs from its best while training loss goes on falling. */
export function overfitting(record: RunRecord): Finding | null {
  const evaluations = record.evaluations;
  const best = evaluations.reduce((a, b) => (b.validation.loss < a.validation.loss ? b : a));
  const last = finalOf(record);
  const rise = last.validation.loss / best.validation.loss - 1;
  if (!(rise > THRESHOLDS.overfitting) || !(last.train.loss < best.train.loss)) return null;
  return {
    signal: "over-fitting",
    severity: "mild",
    steps: [best.step, last.step],
    values: { best: best.validation.loss, final: last.validation.loss },
    meaning:
      `Validation loss rose ${percent(rise)} from its best at epoch ${best.epoch.toFixed(1)}, ` +
      `while training loss fell from ${fixed(best.train.loss)} to ${fixed(last.train.loss)}.`,
    advice: "Stop earlier, decay the rate, or regularise; what is learned now does not carry over.",
  };
}

/** A tenth or more of all that validation loss fell, it fell in the last epoch. */
export function slowConvergence(record: RunRecord): Finding | null {
  const first = record.evaluations[0];
  const last = finalOf(record);
  const before = [...record.evaluations].reverse().find((evaluation) => evaluation.epoch <= last.epoch - 1);
  if (before === undefined || before === first) return null;
  const share =
    (before.validation.loss - last.validation.loss) / (first.validation.loss - last.validation.loss);
  if (!(last.validation.loss < before.validation.loss) || !(share > THRESHOLDS.slow)) return null;
  return {
    signal: "slow-convergence",
    severity: "mild",
    steps: [before.step, last.step],
    values: { before: before.validation.loss, final: last.validation.loss, share },
    meaning: `${percent(share)} of all that validation loss fell, it fell in the last epoch.`,
    advice: "Raise the rate or train longer; the budget ran out before the learning did.",
  };
}

function spanOf(record: RunRecord): readonly [number, number] {
  return [record.evaluations[0].step, finalOf(record).step];
}

function fixed(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : String(value);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
