import type { Features } from "../features";
import { plannedSteps, type RunSpec } from "../training";
import type { RunStore } from "./store/run-store";

/** Optimizer steps that a run takes unless it diverges. */
export function stepsOf(spec: RunSpec, features: Features): number {
  return plannedSteps(features, spec);
}

/**
 * How much a run has to do, to compare runs of a sweep by: the multiply-adds of its steps,
 * `steps x (3 x batch x (non-zeros a message x inner + inner x classes) + 2 x parameters)`, and of its evaluations,
 * a third of that for each message. Only ratios of it mean anything.
 */
export function workOf(spec: RunSpec, features: Features): number {
  const { train, validation } = features.splits;
  const classes = features.labels.length;
  const columns = train.x.columns;
  const nonZeros = train.x.values.length / train.x.rows;
  const [inner, upper, parameters] =
    spec.model.kind === "mlp"
      ? [spec.model.hidden, spec.model.hidden * classes, spec.model.hidden * (columns + classes)]
      : [classes, 0, classes * columns];
  const message = nonZeros * inner + upper;
  const evaluations = spec.epochs * spec.evaluationsPerEpoch + 1;
  return (
    stepsOf(spec, features) * (3 * spec.batchSize * message + 2 * parameters) +
    evaluations * (train.x.rows + validation.x.rows) * message
  );
}

/** Roughly how many bytes a record takes: five float32 a step, two bytes a prediction, and its evaluations. */
export function bytesOf(spec: RunSpec, features: Features): number {
  const { train, validation } = features.splits;
  const evaluations = spec.epochs * spec.evaluationsPerEpoch + 1;
  return 2_000 + 20 * stepsOf(spec, features) + 2 * (train.x.rows + validation.x.rows) + 70 * evaluations;
}

/** Records of other sweeps that are looked at for their seconds. */
const SAMPLE = 24;

/**
 * Seconds that a unit of work took in runs of the store with the same features and engine; null where it knows
 * none. Looks at a few dozen records at most.
 *
 * @param own ids of the sweep, which are looked at first
 */
export async function secondsPerWork(
  own: ReadonlySet<string>,
  template: RunSpec,
  features: Features,
  store: RunStore,
): Promise<number | null> {
  const known = await store.ids();
  const ids = [...known.filter((id) => own.has(id)), ...spread(known.filter((id) => !own.has(id)))];
  let [seconds, work] = [0, 0];
  for (const id of ids.slice(0, SAMPLE)) {
    const run = await store.get(id);
    if (run === undefined || run.seconds === null) continue;
    const { spec, steps, plannedSteps: planned } = run.record;
    if (
      spec.features !== template.features ||
      JSON.stringify(spec.engine) !== JSON.stringify(template.engine)
    )
      continue;
    seconds += run.seconds;
    work += (workOf(spec, features) * steps) / Math.max(planned, 1);
  }
  return work > 0 ? seconds / work : null;
}

/** A few, evenly from the list. */
function spread(ids: readonly string[]): string[] {
  const every = Math.max(1, Math.floor(ids.length / SAMPLE));
  return ids.filter((_, i) => i % every === 0);
}
