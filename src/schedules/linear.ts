import { polynomialKind, risingFloor } from "./polynomial";
import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { LinearSpec, ScheduleOptions } from "./spec";
import { between } from "./words";

export const linearKind: ScheduleKind<LinearSpec> = {
  kind: "linear",
  read: (p) => ({ kind: "linear", peak: p.positive("peak"), steps: p.whole("steps", 1), ...risingFloor(p) }),
  shape: (spec, nested) => polynomialKind.shape({ ...spec, kind: "polynomial", power: 1 }, nested),
  describe: ({ peak, steps, floor, rising }) => `linear ${between(peak, floor, rising)} over ${steps}`,
};

/**
 * `rate(t) = from + (to - from) x min(t / steps, 1)`, from the peak to `floor x peak`, or the other way when
 * rising: the polynomial of power 1.
 *
 * @param options.peak highest rate, above 0
 * @param options.steps steps from one end to the other
 * @param options.floor lowest rate as a fraction of the peak; default 0; must be given, above 0, when rising
 * @param options.rising from the floor up to the peak; default false
 * @throws InputError naming the parameter that cannot be used
 * @example linear({ peak: 1, steps: 10 })(5); // 0.5
 * @see PyTorch `LinearLR`
 */
export function linear(options: ScheduleOptions<LinearSpec, "floor" | "rising">): Schedule<LinearSpec> {
  return construct(linearKind, options);
}
