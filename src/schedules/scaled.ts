import { construct, specOf, type Schedule, type ScheduleKind } from "./schedule";
import type { ScaledSpec } from "./spec";
import { num } from "./words";

export const scaledKind: ScheduleKind<ScaledSpec> = {
  kind: "scaled",
  read: (p) => ({ kind: "scaled", inner: p.schedule("inner"), factor: p.positive("factor") }),
  shape: (spec, nested) => {
    const inner = nested(spec.inner);
    return { rate: (t) => spec.factor * inner(t), steps: inner.steps, momentum: inner.momentum };
  },
  describe: ({ inner, factor }, nested) => `${num(factor)} x (${nested(inner)})`,
};

/**
 * `rate(t) = factor x inner(t)`; the momentum stays as it is. To give a schedule another peak and keep its
 * spec readable, see `withPeak`.
 *
 * @param inner the schedule to scale
 * @param factor above 0; may be above 1
 * @throws InputError naming the parameter that cannot be used
 * @example scaled(cosine({ peak: 0.5, steps: 1000 }), 2)(0); // 1
 */
export function scaled(inner: Schedule, factor: number): Schedule<ScaledSpec> {
  return construct(scaledKind, { inner: specOf(inner), factor }, [inner]);
}
