import { blend, cosineWeight } from "./blend";
import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { CosineSpec, ScheduleOptions } from "./spec";
import { between } from "./words";

export const cosineKind: ScheduleKind<CosineSpec> = {
  kind: "cosine",
  read: (p) => ({
    kind: "cosine",
    peak: p.positive("peak"),
    steps: p.whole("steps", 1),
    floor: p.fraction("floor", 0),
  }),
  shape: ({ peak, steps, floor }) => ({
    rate: (t) => blend(peak, peak * floor, cosineWeight(Math.min(t / steps, 1))),
    steps,
  }),
  describe: ({ peak, steps, floor }) => `cosine ${between(peak, floor)} over ${steps}`,
};

/**
 * `rate(t) = peak x (floor + (1 - floor) x (1 + cos(pi x)) / 2)`, `x = min(t / steps, 1)`. Flat at the floor
 * after its end (PyTorch's and Hugging Face's rise again).
 *
 * @param options.peak highest rate, above 0
 * @param options.steps steps from peak to floor; a warmup before it is not counted
 * @param options.floor lowest rate as a fraction of the peak; default 0
 * @throws InputError naming the parameter that cannot be used
 * @example cosine({ peak: 0.5, steps: 1000 })(500); // 0.25
 * @see Loshchilov and Hutter, arXiv:1608.03983; optax `cosine_decay_schedule`
 */
export function cosine(options: ScheduleOptions<CosineSpec, "floor">): Schedule<CosineSpec> {
  return construct(cosineKind, options);
}
