import { blend } from "./blend";
import type { ParameterReader } from "./parameters";
import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { PolynomialSpec, ScheduleOptions } from "./spec";
import { between, num } from "./words";

export const polynomialKind: ScheduleKind<PolynomialSpec> = {
  kind: "polynomial",
  read: (p) => ({
    kind: "polynomial",
    peak: p.positive("peak"),
    steps: p.whole("steps", 1),
    power: p.positive("power"),
    ...risingFloor(p),
  }),
  shape: ({ peak, steps, power, floor, rising }) => {
    const [from, to] = rising ? [peak * floor, peak] : [peak, peak * floor];
    return { rate: (t) => blend(from, to, (1 - Math.min(t / steps, 1)) ** power), steps };
  },
  describe: ({ peak, steps, power, floor, rising }) =>
    `polynomial (power ${num(power)}) ${between(peak, floor, rising)} over ${steps}`,
};

/** A rate that rises from 0 would waste its first step, so a rising schedule needs a floor above 0. */
export function risingFloor(p: ParameterReader): { floor: number; rising: boolean } {
  const rising = p.flag("rising", false);
  return {
    floor: rising ? p.positiveFraction("floor", undefined, " when rising") : p.fraction("floor", 0),
    rising,
  };
}

/**
 * `rate(t) = to + (from - to) x (1 - x)^power`, `x = min(t / steps, 1)`, from the peak to `floor x peak`, or
 * the other way when rising.
 *
 * @param options.peak highest rate, above 0
 * @param options.steps steps from one end to the other
 * @param options.power exponent, above 0
 * @param options.floor lowest rate as a fraction of the peak; default 0; must be given, above 0, when rising
 * @param options.rising from the floor up to the peak; default false
 * @throws InputError naming the parameter that cannot be used
 * @example polynomial({ peak: 1, steps: 5, power: 2 })(1); // 0.64
 * @see optax `polynomial_schedule`, PyTorch `PolynomialLR`
 */
export function polynomial(
  options: ScheduleOptions<PolynomialSpec, "floor" | "rising">,
): Schedule<PolynomialSpec> {
  return construct(polynomialKind, options);
}
