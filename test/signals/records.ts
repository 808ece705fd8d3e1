// Run records made by hand.
import { constant } from "../../src/schedules";
import { runId, type Curve, type Evaluation, type RunRecord, type RunSpec } from "../../src/training";

export const SPEC: RunSpec = {
  kind: "run-spec",
  version: 2,
  data: "d".repeat(64),
  features: "f".repeat(64),
  model: { kind: "linear" },
  optimizer: { kind: "sgd" },
  schedule: constant({ peak: 0.1 }).spec,
  batchSize: 10,
  epochs: 8,
  labelSmoothing: 0,
  clipNorm: null,
  stop: { divergenceFactor: null },
  evaluationsPerEpoch: 1,
  seeds: { init: 1, order: 1 },
  engine: { name: "tfjs", backend: "wasm", build: "4.22.0" },
};

/** What a record made by hand may have otherwise than `recordOf` makes it. */
export interface RecordChanges {
  readonly status?: RunRecord["status"];
  readonly perEpoch?: number;
  readonly spec?: Partial<RunSpec>;
  readonly curve?: Partial<Curve>;
  readonly plannedSteps?: number;
}

/** A record from losses at each evaluation, `perEpoch` of them an epoch of ten steps; curves are empty. */
export function recordOf(
  train: readonly number[],
  validation: readonly number[],
  change: RecordChanges = {},
): RunRecord {
  const { status = "done", perEpoch = 1 } = change;
  const spec = { ...SPEC, ...change.spec };
  const evaluations = train.map((loss, i): Evaluation => {
    const epoch = i / perEpoch;
    const score = { accuracy: 0.5, macroF1: 0.5 };
    return {
      step: Math.round(10 * epoch),
      epoch,
      rate: 0.1,
      train: { loss, ...score },
      validation: { loss: validation[i], ...score },
    };
  });
  const steps = evaluations[evaluations.length - 1].step;
  return {
    kind: "run-record",
    id: runId(spec),
    spec,
    status,
    steps,
    plannedSteps: change.plannedSteps ?? steps,
    curve: { loss: [], rate: [], gradientNorm: [], updateRatio: [], overshoot: [], ...change.curve },
    evaluations,
    predictions: { train: [], validation: [] },
  };
}
