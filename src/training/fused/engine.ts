import { InputError } from "../../errors";
import type { Features } from "../../features";
import { checkBound } from "../bound-to";
import { checkNumbers } from "../check-run-spec";
import type { Engine, OpenRun, RecordedRun, RunOptions, TrainedRun } from "../engine";
import { observe } from "../observe";
import type { RunSpec } from "../run-spec";
import { BUILD } from "./module";
import { openFused } from "./open-run";
import { shareFeatures, type SharedFeatures } from "./shared-features";

/**
 * Trains the built-in classifier as one vectorised WebAssembly step: forward, loss, backward, clipping and update
 * in a single pass over what a batch touches. Same spec, same build: same bits, on any machine and thread.
 */
export const fusedEngine: Engine = {
  name: "fused",
  run: (spec, features, options) => trainFused(spec, shareFeatures(features), options),
};

/**
 * Opens a run of the fused engine to be taken step by step: for replays from a checkpoint and for measurements.
 *
 * @throws InputError when the spec is for another engine, build or features
 * @example
 * const run = await openRun(spec, features);
 * const { loss } = run.advance();
 * run.close();
 */
export async function openRun(spec: RunSpec, features: Features): Promise<OpenRun> {
  const shared = shareFeatures(features);
  check(spec, shared);
  return openFused(spec, shared);
}

/** `fusedEngine.run` on features that lie in shared memory, as a worker thread has them. */
export function trainFused(
  spec: RunSpec,
  features: SharedFeatures,
  options: RunOptions = {},
): Promise<TrainedRun> {
  return toTheEnd(spec, features, options, (run, recorded) => ({ ...recorded, weights: run.weights() }));
}

/** As {@link trainFused}, without copying the weights out: a sweep of many runs has no use for them. */
export function recordFused(
  spec: RunSpec,
  features: SharedFeatures,
  options: RunOptions = {},
): Promise<RecordedRun> {
  return toTheEnd(spec, features, options, (_, recorded) => recorded);
}

async function toTheEnd<T>(
  spec: RunSpec,
  features: SharedFeatures,
  options: RunOptions,
  keep: (run: OpenRun, recorded: RecordedRun) => T,
): Promise<T> {
  check(spec, features);
  const started = performance.now();
  const run = await openFused(spec, features);
  try {
    const record = await observe(run, options);
    return keep(run, { record, seconds: (performance.now() - started) / 1000 });
  } finally {
    run.close();
  }
}

function check(spec: RunSpec, features: SharedFeatures): void {
  if (spec.engine.name !== "fused") {
    throw new InputError(`run spec: asks for the ${spec.engine.name} engine, not for the fused one`);
  }
  if (spec.engine.build !== BUILD) {
    throw new InputError(
      `run spec: asks for build ${spec.engine.build} of the fused engine, but this is ${BUILD}; make the spec anew`,
    );
  }
  checkNumbers(spec);
  const { train, validation } = features.splits;
  checkBound(spec, { ...features, splits: { train: train.rows, validation: validation.rows } });
}
