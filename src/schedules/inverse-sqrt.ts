import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { InverseSqrtSpec, ScheduleOptions } from "./spec";
import { notBelow, num } from "./words";

export const inverseSqrtKind: ScheduleKind<InverseSqrtSpec> = {
  kind: "inverseSqrt",
  read: (p) => ({
    kind: "inverseSqrt",
    peak: p.positive("peak"),
    timescale: p.positive("timescale"),
    floor: p.fraction("floor", 0),
  }),
  shape: ({ peak, timescale, floor }) => ({
    rate: (t) => peak * Math.max(floor, 1 / Math.sqrt(1 + t / timescale)),
    steps: null,
  }),
  describe: ({ peak, timescale, floor }) =>
    `inverse square root ${num(peak)}, half at step ${num(3 * timescale)}${notBelow(peak, floor)}`,
};

/**
 * `rate(t) = peak x max(floor, 1 / sqrt(1 + t / timescale))`. Endless. Behind a warmup of w steps this is
 * Hugging Face's `1 / sqrt((t + timescale - w) / timescale)`, its t counting the warmup too.
 *
 * @param options.peak rate of the first step, above 0
 * @param options.timescale steps after which the rate is the peak / sqrt(2)
 * @param options.floor lowest rate as a fraction of the peak; default 0
 * @throws InputError naming the parameter that cannot be used
 * @example warmup(inverseSqrt({ peak: 0.5, timescale: 100 }), { steps: 100 });
 * @see Vaswani et al., arXiv:1706.03762; Hugging Face `get_inverse_sqrt_schedule`
 */
export function inverseSqrt(options: ScheduleOptions<InverseSqrtSpec, "floor">): Schedule<InverseSqrtSpec> {
  return construct(inverseSqrtKind, options);
}
