import { InputError } from "../errors";
import { shown } from "./parameters";
import { withPeak } from "./peak";
import type { Schedule } from "./schedule";

/**
 * The mean rate of a run: `(rate(0) + ... + rate(steps - 1)) / steps`, the area under the schedule over its length.
 * While a rate is stable, how far training comes depends on this sum and hardly on how the steps divide it.
 *
 * @param steps optimizer steps of the run, at least 1
 * @throws InputError when the steps are not a whole number of at least 1
 * @example meanRate(cosine({ peak: 0.5, steps: 1000 }), 1000); // 0.25025: peak x (steps + 1) / (2 x steps)
 */
export function meanRate(schedule: Schedule, steps: number): number {
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new InputError(`meanRate: steps must be a whole number of at least 1, but is ${shown(steps)}`);
  }
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += schedule(step);
  return sum / steps;
}

/**
 * The peak at which a schedule's mean rate over a run is `mean`: `mean / meanRate(schedule at peak 1)`, since all rates
 * follow the peak. Rounded to 12 digits: cosines and powers differ in the last bit between versions of Node, and a run
 * is named by its spec.
 *
 * @param mean above 0
 * @throws InputError when `mean` or `steps` cannot be used
 * @example peakForMeanRate(linear({ peak: 1, steps: 4 }), 0.5, 4); // 0.8: rates .8, .6, .4 and .2
 */
export function peakForMeanRate(schedule: Schedule, mean: number, steps: number): number {
  if (!(mean > 0) || !Number.isFinite(mean)) {
    throw new InputError(`peakForMeanRate: mean must be a finite number above 0, but is ${shown(mean)}`);
  }
  return Number((mean / meanRate(withPeak(schedule, 1), steps)).toPrecision(12));
}
