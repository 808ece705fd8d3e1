import { blend, cosineWeight } from "./blend";
import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { ScheduleOptions, WarmupStableDecaySpec } from "./spec";
import { ramp } from "./warmup";
import { count, num } from "./words";

const DECAYS: Record<WarmupStableDecaySpec["shape"], (x: number) => number> = {
  "1-sqrt": (x) => 1 - Math.sqrt(x),
  linear: (x) => 1 - x,
  cosine: cosineWeight,
};

export const warmupStableDecayKind: ScheduleKind<WarmupStableDecaySpec> = {
  kind: "warmupStableDecay",
  read: (p) => ({
    kind: "warmupStableDecay",
    peak: p.positive("peak"),
    warmup: p.whole("warmup", 0, 0),
    stable: p.whole("stable", 0),
    decay: p.whole("decay", 1),
    floor: p.fraction("floor", 0),
    shape: p.oneOf("shape", ["1-sqrt", "linear", "cosine"], "1-sqrt"),
    start: p.orNull("start", () => p.positiveFraction("start")),
  }),
  shape: ({ peak, warmup, stable, decay, floor, shape, start }) => ({
    rate: (t) => {
      if (t < warmup) return peak * ramp(t, warmup, start);
      const x = (t - warmup - stable) / decay;
      return blend(peak, peak * floor, DECAYS[shape](Math.min(Math.max(x, 0), 1)));
    },
    steps: warmup + stable + decay,
  }),
  describe: ({ peak, warmup, stable, decay, floor, shape }) =>
    `${warmup > 0 ? `warmup ${count(warmup)}, then ` : ""}${num(peak)} for ${stable}, ` +
    `then ${shape} decay to ${num(peak * floor)} over ${decay}`,
};

/**
 * Warmup as in `warmup` for `warmup` steps, the peak for `stable`, then `low + (peak - low) x d(x)` with x from
 * 0 to 1 over `decay` steps, `low = floor x peak` and d(x) = 1 - sqrt(x), 1 - x or (1 + cos(pi x))/2.
 *
 * @param options.peak highest rate, above 0
 * @param options.warmup steps of warmup; default 0
 * @param options.stable steps at the peak
 * @param options.decay steps from peak to floor
 * @param options.floor rate at the end as a fraction of the peak; default 0
 * @param options.shape "1-sqrt" (default), "linear" or "cosine"
 * @param options.start rate of the first warmup step as a fraction of the peak; default null, as in `warmup`
 * @throws InputError naming the parameter that cannot be used
 * @example warmupStableDecay({ peak: 0.5, warmup: 50, stable: 750, decay: 200 });
 * @see Hägele et al., arXiv:2405.18392; Hugging Face `get_wsd_schedule`
 */
export function warmupStableDecay(
  options: ScheduleOptions<WarmupStableDecaySpec, "warmup" | "floor" | "shape" | "start">,
): Schedule<WarmupStableDecaySpec> {
  return construct(warmupStableDecayKind, options);
}
