import { blend, cosineWeight } from "./blend";
import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { CosineRestartsSpec, ScheduleOptions } from "./spec";
import { between, count, num } from "./words";

export const cosineRestartsKind: ScheduleKind<CosineRestartsSpec> = {
  kind: "cosineRestarts",
  read: (p) => ({
    kind: "cosineRestarts",
    peak: p.positive("peak"),
    period: p.whole("period", 1),
    growth: p.whole("growth", 1, 1),
    factor: p.positiveFraction("factor", 1),
    floor: p.fraction("floor", 0),
    cycles: p.orNull("cycles", () => p.whole("cycles", 1)),
  }),
  shape: ({ peak, period, growth, factor, floor, cycles }) => {
    const low = peak * floor;
    const steps = cycles === null ? null : stepsOf(cycles, period, growth);
    return {
      rate: (t) => {
        if (steps !== null && t >= steps) return low;
        const { cycle, x } = locate(t, period, growth);
        return blend(blend(peak, low, factor ** cycle), low, cosineWeight(x));
      },
      steps,
    };
  },
  describe: ({ peak, period, growth, factor, floor, cycles }) =>
    [
      `cosine restarts ${between(peak, floor)}, ` +
        (growth === 1 ? "every " : "first cycle ") +
        count(period),
      ...(growth === 1 ? [] : [`each cycle x ${growth} as long`]),
      ...(factor === 1 ? [] : [`x ${num(factor)} as high`]),
      ...(cycles === null ? [] : [count(cycles, "cycle")]),
    ].join(", "),
};

/** Steps of this many cycles: a geometric sum. */
function stepsOf(cycles: number, period: number, growth: number): number {
  return growth === 1 ? cycles * period : (period * (growth ** cycles - 1)) / (growth - 1);
}

/** Which cycle a step is in, counted from 0, and how far it is through it. */
function locate(t: number, period: number, growth: number): { cycle: number; x: number } {
  if (growth === 1) return { cycle: Math.floor(t / period), x: (t % period) / period };
  let cycle = 0;
  let length = period;
  for (; t >= length; cycle++) {
    t -= length;
    length *= growth;
  }
  return { cycle, x: t / length };
}

/**
 * In cycle i, of `period x growth^i` steps: `rate = low + (peak - low) x factor^i x (1 + cos(pi x)) / 2`, with
 * x from 0 to 1 through the cycle and `low = floor x peak`.
 *
 * @param options.peak highest rate, above 0
 * @param options.period steps of the first cycle
 * @param options.growth each cycle is this many times as long as the one before; default 1
 * @param options.factor the height above the floor is multiplied by this at each restart; default 1
 * @param options.floor lowest rate as a fraction of the peak; default 0
 * @param options.cycles stay at the floor after this many; default null, endless
 * @throws InputError naming the parameter that cannot be used
 * @example cosineRestarts({ peak: 1, period: 3, growth: 2 })(3); // 1
 * @see Loshchilov and Hutter, arXiv:1608.03983; PyTorch `CosineAnnealingWarmRestarts`
 */
export function cosineRestarts(
  options: ScheduleOptions<CosineRestartsSpec, "growth" | "factor" | "floor" | "cycles">,
): Schedule<CosineRestartsSpec> {
  return construct(cosineRestartsKind, options);
}
