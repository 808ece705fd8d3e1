import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { InverseTimeSpec, ScheduleOptions } from "./spec";
import { notBelow, num } from "./words";

export const inverseTimeKind: ScheduleKind<InverseTimeSpec> = {
  kind: "inverseTime",
  read: (p) => ({
    kind: "inverseTime",
    peak: p.positive("peak"),
    timescale: p.positive("timescale"),
    floor: p.fraction("floor", 0),
  }),
  shape: ({ peak, timescale, floor }) => ({
    rate: (t) => peak * Math.max(floor, 1 / (1 + t / timescale)),
    steps: null,
  }),
  describe: ({ peak, timescale, floor }) =>
    `inverse time ${num(peak)}, half at step ${num(timescale)}${notBelow(peak, floor)}`,
};

/**
 * `rate(t) = peak x max(floor, 1 / (1 + t / timescale))`. Endless.
 *
 * @param options.peak rate of the first step, above 0
 * @param options.timescale steps after which the rate is half the peak (Keras: `decay_steps / decay_rate`)
 * @param options.floor lowest rate as a fraction of the peak; default 0
 * @throws InputError naming the parameter that cannot be used
 * @example inverseTime({ peak: 1, timescale: 100 })(100); // 0.5
 * @see Keras `InverseTimeDecay`
 */
export function inverseTime(options: ScheduleOptions<InverseTimeSpec, "floor">): Schedule<InverseTimeSpec> {
  return construct(inverseTimeKind, options);
}
