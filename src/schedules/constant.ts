import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { ConstantSpec, ScheduleOptions } from "./spec";
import { num } from "./words";

export const constantKind: ScheduleKind<ConstantSpec> = {
  kind: "constant",
  read: (p) => ({ kind: "constant", peak: p.positive("peak") }),
  shape: ({ peak }) => ({ rate: () => peak, steps: 0 }),
  describe: ({ peak }) => `constant ${num(peak)}`,
};

/**
 * `rate(t) = peak`
 *
 * @param options.peak the rate, above 0
 * @throws InputError naming the parameter that cannot be used
 * @example constant({ peak: 0.1 })(7); // 0.1
 */
export function constant(options: ScheduleOptions<ConstantSpec>): Schedule<ConstantSpec> {
  return construct(constantKind, options);
}
