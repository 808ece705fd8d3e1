import { exponentialKind } from "./exponential";
import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { ScheduleOptions, StepSpec } from "./spec";
import { notBelow, num, per } from "./words";

export const stepKind: ScheduleKind<StepSpec> = {
  kind: "step",
  read: (p) => ({
    kind: "step",
    peak: p.positive("peak"),
    every: p.whole("every", 1),
    factor: p.positiveFraction("factor", 0.1),
    floor: p.fraction("floor", 0),
  }),
  shape: (spec, nested) => exponentialKind.shape({ ...spec, kind: "exponential", staircase: true }, nested),
  describe: ({ peak, factor, every, floor }) =>
    `step ${num(peak)}, x ${num(factor)} ${per(every)}${notBelow(peak, floor)}`,
};

/**
 * `rate(t) = peak x max(floor, factor^floor(t / every))`: the exponential schedule as a staircase. Endless.
 *
 * @param options.peak rate of the first step, above 0
 * @param options.every steps between drops
 * @param options.factor what the rate is multiplied by at each drop; above 0, at most 1; default 0.1
 * @param options.floor lowest rate as a fraction of the peak; default 0
 * @throws InputError naming the parameter that cannot be used
 * @example step({ peak: 1, every: 3 })(3); // 0.1
 * @see PyTorch `StepLR`
 */
export function step(options: ScheduleOptions<StepSpec, "factor" | "floor">): Schedule<StepSpec> {
  return construct(stepKind, options);
}
