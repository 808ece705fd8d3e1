import { fromSpec } from "../schedules";
import type { RunRecord } from "../training";

/**
 * Sum of the rates of the first `t` steps, for each t up to the planned ones: how far a run has come. In small steps
 * the way that a model goes is set by it, whatever the schedule (gradient flow, in which rate x steps is the time).
 */
export function wayOf({ spec, plannedSteps }: RunRecord): Float64Array {
  const schedule = fromSpec(spec.schedule);
  const way = new Float64Array(plannedSteps + 1);
  for (let t = 0; t < plannedSteps; t++) way[t + 1] = way[t] + schedule(t);
  return way;
}
