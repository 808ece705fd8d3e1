import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { GeometricSpec, ScheduleOptions } from "./spec";
import { between } from "./words";

export const geometricKind: ScheduleKind<GeometricSpec> = {
  kind: "geometric",
  read: (p) => ({
    kind: "geometric",
    peak: p.positive("peak"),
    steps: p.whole("steps", 1),
    floor: p.positiveFraction("floor"),
    rising: p.flag("rising", false),
  }),
  shape: ({ peak, steps, floor, rising }) => ({
    rate: (t) => {
      const x = Math.min(t / steps, 1);
      return peak * floor ** (rising ? 1 - x : x);
    },
    steps,
  }),
  describe: ({ peak, steps, floor, rising }) => `geometric ${between(peak, floor, rising)} over ${steps}`,
};

/**
 * `rate(t) = peak x floor^x`, `x = min(t / steps, 1)`; rising: `peak x floor^(1 - x)`. A straight line on a
 * log axis; the rising one is what a learning-rate range test walks up.
 *
 * @param options.peak highest rate, above 0
 * @param options.steps steps from one end to the other
 * @param options.floor lowest rate as a fraction of the peak, above 0
 * @param options.rising from the floor up to the peak; default false
 * @throws InputError naming the parameter that cannot be used
 * @example geometric({ peak: 10, floor: 1e-8, steps: 100, rising: true })(0); // 1e-7
 */
export function geometric(options: ScheduleOptions<GeometricSpec, "rising">): Schedule<GeometricSpec> {
  return construct(geometricKind, options);
}
