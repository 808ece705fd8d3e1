import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { ExponentialSpec, ScheduleOptions } from "./spec";
import { notBelow, num, per } from "./words";

export const exponentialKind: ScheduleKind<ExponentialSpec> = {
  kind: "exponential",
  read: (p) => ({
    kind: "exponential",
    peak: p.positive("peak"),
    factor: p.positiveFraction("factor", undefined, " (for a rising rate use geometric with rising: true)"),
    every: p.whole("every", 1, 1),
    staircase: p.flag("staircase", false),
    floor: p.fraction("floor", 0),
  }),
  shape: ({ peak, factor, every, staircase, floor }) => ({
    rate: (t) => peak * Math.max(floor, factor ** (staircase ? Math.floor(t / every) : t / every)),
    steps: null,
  }),
  describe: ({ peak, factor, every, staircase, floor }) =>
    `exponential ${num(peak)}, x ${num(factor)} ${per(every)}${staircase ? " in stairs" : ""}${notBelow(peak, floor)}`,
};

/**
 * `rate(t) = peak x max(floor, factor^(t / every))`, with `floor(t / every)` for a staircase. Endless.
 *
 * @param options.peak rate of the first step, above 0
 * @param options.factor what the rate is multiplied by every `every` steps; above 0, at most 1
 * @param options.every in steps; default 1
 * @param options.staircase drop at once instead of smoothly; default false
 * @param options.floor lowest rate as a fraction of the peak; default 0
 * @throws InputError naming the parameter that cannot be used
 * @example exponential({ peak: 1, factor: 0.9 })(2); // 0.81
 * @see optax `exponential_decay`, PyTorch `ExponentialLR`
 */
export function exponential(
  options: ScheduleOptions<ExponentialSpec, "every" | "staircase" | "floor">,
): Schedule<ExponentialSpec> {
  return construct(exponentialKind, options);
}
