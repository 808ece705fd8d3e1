import { InputError } from "../errors";
import { fromSpec, type ScheduleSpec } from "../schedules";
import type { RunSpec } from "./run-spec";

/**
 * Refuses a schedule that ends before the run: the steps after its end would all be trained at its last rate,
 * mostly its floor. Longer than the run is fine, for a run may be the beginning of a longer one.
 *
 * A schedule ends where its own lengths say so (`steps`, `decay`, a number of `cycles`, the parts of a join).
 * Without an end are: a constant; piecewise rates, the last of which holds for good; step, exponential, inverse
 * time and inverse square root; cycles without a number. To hold a rate after a decay on purpose, join the decay
 * with a constant.
 *
 * `train` does not call this: a run past its schedule's end is well defined. It is for specs that were written down.
 *
 * @param plannedSteps optimizer steps of the run, from `plannedSteps`
 * @throws InputError naming the length by its path, e.g. `schedule.steps` or `schedule.inner.steps`
 * @example checkScheduleLength(spec, plannedSteps(features, spec));
 */
export function checkScheduleLength(spec: RunSpec, plannedSteps: number): void {
  const end = endOf(spec.schedule, "schedule");
  if (end === null || end.step >= plannedSteps) return;
  throw new InputError(
    `run spec: ${end.path} ends the schedule at step ${end.step}, but the run takes ${plannedSteps} steps; ` +
      "lengthen it, or join it with a constant for the steps after it",
  );
}

/** The step at which a schedule ends by its own lengths, and the path of the length that says so. */
function endOf(spec: ScheduleSpec, path: string): { step: number; path: string } | null {
  const later = (end: ReturnType<typeof endOf>, by: number): typeof end =>
    end && { ...end, step: end.step + by };
  switch (spec.kind) {
    case "constant":
    case "piecewise":
      return null;
    case "scaled":
      return endOf(spec.inner, `${path}.inner`);
    case "warmup":
      return later(endOf(spec.inner, `${path}.inner`), spec.steps);
    case "join": {
      const last = spec.parts.length - 1;
      const { schedule, steps } = spec.parts[last];
      const before = spec.parts.slice(0, last).reduce((sum, part) => sum + (part.steps ?? 0), 0);
      const at = `${path}.parts[${last}]`;
      return later(
        steps === null ? endOf(schedule, `${at}.schedule`) : { step: steps, path: `${at}.steps` },
        before,
      );
    }
    default: {
      const { steps } = fromSpec(spec);
      return steps === null ? null : { step: steps, path: `${path}.${LENGTHS[spec.kind] ?? "steps"}` };
    }
  }
}

/** The parameter that ends a schedule, where it is not called `steps`. */
const LENGTHS: Partial<Record<ScheduleSpec["kind"], string>> = {
  warmupStableDecay: "decay",
  cosineRestarts: "cycles",
  triangular: "cycles",
  triangular2: "cycles",
  expRange: "cycles",
};
