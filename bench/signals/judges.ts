import type { Finding, RunRecord, Signal } from "../../src";
import {
  divergence,
  divergenceWarning,
  oscillation,
  oscillationWarning,
  overfitting,
  overfittingWarning,
  overshoot,
  overshootWarning,
  plateau,
  plateauWarning,
  slowConvergence,
  slowConvergenceWarning,
  spikes,
  spikesWarning,
  tellsOvershoot,
  THRESHOLDS,
  until,
} from "../../src/signals";
import type { Injected } from "./injected";
import { PLAN } from "./plan";
import type { Case } from "./runs";

export type Name = keyof typeof THRESHOLDS;
export type Numbers = Readonly<Record<string, number>>;

/** A run to judge: whether the signal should speak. */
export interface Trial {
  readonly record: RunRecord;
  readonly truth: boolean;
  /** Steps that the whole run took; the record may be a prefix of it. Default the record's. */
  readonly took?: number;
  /** Where something was done to the run: a warning counts only in the few steps after it. */
  readonly injected?: number;
}

/** A signal under test. */
export interface Judge {
  readonly name: Name;
  /** What findings call it. */
  readonly signal: Signal;
  readonly severity: "severe" | "mild";
  /** What its label says, for the report. */
  readonly label: string;
  readonly says: (record: RunRecord, limits: Numbers) => Finding | null;
  readonly warns: (record: RunRecord, limits: Numbers) => number | null;
  readonly trials: (cases: readonly Case[], injected: readonly Injected[]) => Trial[];
  /** Share of other runs on which calibration allows alarms; without it precision and recall are balanced. */
  readonly alarms?: number;
  /** What the median warning is: a share of the run, or steps after something was done to it. Default a share. */
  readonly timing?: "share" | "delay";
  /** The thresholds that calibration tries; of equally good ones the first, so the more silent stand first. */
  readonly grid: Readonly<Record<string, readonly number[]>>;
}

const trial =
  (truth: (one: Case) => boolean) =>
  (one: Case): Trial => ({ record: one.record, truth: truth(one) });
const any = <T>(signal: (record: RunRecord, limits: never) => T) =>
  signal as (record: RunRecord, limits: Numbers) => T;

/** All signals, with labels and grids. */
export const JUDGES: readonly Judge[] = [
  {
    name: "divergence",
    signal: "divergence",
    severity: "severe",
    alarms: 0.005,
    label: "validation loss ends above its start, against healthy runs",
    says: any(divergence),
    warns: any(divergenceWarning),
    trials: (cases) =>
      cases
        .filter(({ labels }) => labels.diverged || labels.healthy)
        .map(trial((one) => one.labels.diverged)),
    grid: {
      after: [0.2, 0.25, 0.3, 0.35, 0.4, 0.45],
      margin: [0.1, 0.05, 0.02, 0.01, 0.005],
      window: [8],
      batch: [1.05, 1.02],
      burst: [20, 10, 5],
    },
  },
  {
    name: "oscillation",
    signal: "oscillation",
    severity: "severe",
    alarms: 0.005,
    label: "half the rate lowers training and validation loss, against healthy runs",
    says: any(oscillation),
    warns: any(oscillationWarning),
    trials: (cases) =>
      cases.filter(({ labels }) => labels.tooHot || labels.healthy).map(trial((one) => one.labels.tooHot)),
    grid: {
      rise: [0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2],
      share: [0.15, 0.2, 0.25, 0.3, 0.34, 0.4, 0.5],
    },
  },
  {
    name: "overshoot",
    signal: "overshoot",
    severity: "mild",
    label:
      "a replay of an epoch at half the rate, from the checkpoint after a quarter of the run, lowers training loss; asked there; runs with an optimizer of which it is silent left out",
    says: any(overshoot),
    warns: any(overshootWarning),
    trials: (cases) =>
      cases
        .filter(({ record }) => tellsOvershoot(record.spec))
        .map(({ record, labels }) => ({
          record: until(record, Math.round(PLAN.replayAfter * record.plannedSteps)),
          truth: labels.overshot,
          took: record.steps,
        })),
    grid: {
      window: [8, 16, 24, 32, 40],
      climb: [0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12],
    },
  },
  {
    name: "slowConvergence",
    signal: "slow-convergence",
    severity: "mild",
    label: "twice the rate lowers validation loss",
    says: any(slowConvergence),
    warns: any(slowConvergenceWarning),
    trials: (cases) => cases.map(trial((one) => one.labels.slow)),
    grid: {
      after: [0.3, 0.4],
      gain: [0.02, 0.03, 0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25],
      calm: [1.005, 1.01, 1.02],
    },
  },
  {
    name: "overfitting",
    signal: "over-fitting",
    severity: "mild",
    label:
      "the best checkpoint beats the last by 2 standard errors over messages; runs whose training loss did not end a tenth below its start left out",
    says: any(overfitting),
    warns: any(overfittingWarning),
    trials: (cases) => cases.filter(({ labels }) => labels.learned).map(trial((one) => one.labels.overfit)),
    grid: { errors: [4, 3.5, 3, 2.8, 2.6, 2.4, 2.3, 2.2, 2.1, 2, 1.8, 1.5] },
  },
  {
    name: "plateau",
    signal: "plateau",
    severity: "mild",
    label:
      "neither the second half of the run nor twice the rate lowers validation loss; diverged runs and those that did not learn left out",
    says: any(plateau),
    warns: any(plateauWarning),
    trials: (cases) =>
      cases.filter(({ labels }) => labels.learned && !labels.diverged).map(trial((one) => one.labels.flat)),
    grid: {
      window: [0.07, 0.1, 0.12, 0.15, 0.2, 0.3],
      errors: [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1, 1.2],
      fall: [0.1],
    },
  },
  {
    name: "spikes",
    signal: "spikes",
    severity: "mild",
    timing: "delay",
    alarms: 0.01,
    label:
      "one step at 10 to 300 times the rate raised the loss of all training messages by a tenth of the initial one or more; others are such runs where it rose by less than a fiftieth, and healthy ones without such a step whose training loss rose at no evaluation by more",
    says: any(spikes),
    warns: any(spikesWarning),
    trials: (cases, injected) => [
      ...injected
        .filter(({ raised }) => raised !== null)
        .map(({ record, step, raised }) => ({ record, truth: raised === true, injected: step })),
      ...cases
        .filter(({ labels, schedule }) => labels.healthy && labels.smooth && schedule === "constant")
        .map(({ record }) => ({ record, truth: false })),
    ],
    grid: {
      // The shorter first: a signal is blind until it has a full window.
      window: [16, 24, 32, 48],
      deviations: [10, 9, 8, 7, 6, 5, 4],
      floor: [0.2, 0.15, 0.1, 0.05],
    },
  },
];
