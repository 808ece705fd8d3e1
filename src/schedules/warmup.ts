import { blend } from "./blend";
import { construct, specOf, type Schedule, type ScheduleKind } from "./schedule";
import type { ScheduleOptions, WarmupSpec } from "./spec";
import { count } from "./words";

export const warmupKind: ScheduleKind<WarmupSpec> = {
  kind: "warmup",
  read: (p) => ({
    kind: "warmup",
    inner: p.schedule("inner"),
    steps: p.whole("steps", 0),
    start: p.orNull("start", () => p.positiveFraction("start")),
  }),
  shape: (spec, nested) => {
    const inner = nested(spec.inner);
    const after = (t: number): number => Math.max(t - spec.steps, 0);
    const { momentum } = inner;
    return {
      rate: (t) => (t < spec.steps ? inner(0) * ramp(t, spec.steps, spec.start) : inner(after(t))),
      steps: inner.steps === null ? null : spec.steps + inner.steps,
      ...(momentum && { momentum: (t: number) => momentum(after(t)) }),
    };
  },
  describe: ({ inner, steps }, nested) => `warmup ${count(steps)}, then ${nested(inner)}`,
};

/**
 * The fraction of the first full rate that step t of a warmup of w steps trains at: (t + 1)/(w + 1), so that
 * no step trains at 0 and step w is the first at 1; or in a straight line from `start`, if it is given.
 */
export function ramp(t: number, w: number, start: number | null): number {
  return start === null ? (t + 1) / (w + 1) : blend(1, start, t / w);
}

/**
 * `rate(t) = inner(0) x (t + 1)/(steps + 1)` for t < steps, then `inner(t - steps)`: the inner schedule's own
 * steps come after the warmup. No step trains at rate 0, as the first one does with Hugging Face's t/steps
 * (whose warmup of w steps is, from its second step on, ours of w - 1).
 *
 * @param inner the schedule to warm up to
 * @param options.steps steps of warmup; 0 for none
 * @param options.start rate of the first step as a fraction of `inner(0)`, above 0, for a line from there:
 *   `start + (1 - start) x t/steps`; default null
 * @throws InputError naming the parameter that cannot be used
 * @example warmup(cosine({ peak: 0.5, steps: 1000 }), { steps: 50 });
 * @see Goyal et al., arXiv:1706.02677; nanoGPT's rule
 */
export function warmup(
  inner: Schedule,
  options: ScheduleOptions<WarmupSpec, "inner" | "start">,
): Schedule<WarmupSpec> {
  return construct(warmupKind, { ...options, inner: specOf(inner) }, [inner]);
}
