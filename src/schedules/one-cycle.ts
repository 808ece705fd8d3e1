import { blend, cosineWeight } from "./blend";
import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { OneCycleSpec, ScheduleOptions } from "./spec";
import { num } from "./words";

export const oneCycleKind: ScheduleKind<OneCycleSpec> = {
  kind: "oneCycle",
  read: (p) => {
    const spec: OneCycleSpec = {
      kind: "oneCycle",
      peak: p.positive("peak"),
      steps: p.whole("steps", 1),
      start: p.positiveFraction("start", 1 / 25),
      floor: p.fraction("floor", 1 / 25e4),
      rise: p.fraction("rise", 0.3),
      fall: p.orNull("fall", () => p.fraction("fall")),
      shape: p.oneOf("shape", ["cosine", "linear"], "cosine"),
      momentum: p.momentum("momentum", { high: 0.95, low: 0.85 }),
    };
    if (spec.fall !== null) {
      if (spec.rise + spec.fall > 1) p.fail("fall", `at most 1 - rise, which is ${1 - spec.rise}`);
      if (spec.floor > spec.start) p.fail("floor", `at most start (${spec.start}) where fall is given`);
    }
    return spec;
  },
  shape: ({ peak, steps, start, floor, rise, fall, shape, momentum }) => {
    const top = Math.round(rise * steps);
    const back = fall === null ? steps : Math.round((rise + fall) * steps);
    const knots = [0, top, back, steps];
    const along = (values: number[]) =>
      through(knots, values, shape === "cosine" ? cosineWeight : (x) => 1 - x);
    const low = peak * floor;
    return {
      rate: along([peak * start, peak, fall === null ? low : peak * start, low]),
      steps,
      ...(momentum && { momentum: along([momentum.high, momentum.low, momentum.high, momentum.high]) }),
    };
  },
  describe: ({ peak, steps, start, floor }) =>
    `one-cycle ${num(peak * start)} -> ${num(peak)} -> ${num(peak * floor)} over ${steps}`,
};

/** The value at a step on the way from one knot to the next; flat after the last. */
function through(knots: number[], values: number[], weight: (x: number) => number) {
  return (t: number): number => {
    const next = knots.findIndex((knot) => t < knot);
    if (next === -1) return values[values.length - 1];
    const x = (t - knots[next - 1]) / (knots[next] - knots[next - 1]);
    return blend(values[next - 1], values[next], weight(x));
  };
}

/**
 * Up from `start x peak` to the peak in the first `rise` of the steps, then down to `floor x peak` at `steps`;
 * with `fall`, first back down to `start x peak` in that fraction of the steps. The momentum moves against it.
 *
 * The phases end where optax ends them: at `rise x steps` and at `steps`. PyTorch's `OneCycleLR` of N steps
 * ends each one step earlier: `steps: N - 1` and `rise: (0.3 N - 1) / (N - 1)` are the same curve.
 *
 * @param options.peak highest rate, above 0
 * @param options.steps steps of the whole cycle
 * @param options.start rate of the first step as a fraction of the peak, above 0; default 1/25
 * @param options.floor rate at the end as a fraction of the peak; default 1/250000
 * @param options.rise fraction of the steps that rise, rounded to a whole step; default 0.3
 * @param options.fall fraction of the steps from the peak back to `start`; default null: one fall, to the floor
 * @param options.shape "cosine" (default) or "linear"
 * @param options.momentum default {high: 0.95, low: 0.85}; null to leave the momentum alone
 * @throws InputError naming the parameter that cannot be used
 * @example oneCycle({ peak: 1, steps: 10 }).momentum?.(3); // 0.85
 * @see Smith and Topin, arXiv:1708.07120; optax `cosine_onecycle_schedule`
 */
export function oneCycle(
  options: ScheduleOptions<OneCycleSpec, "start" | "floor" | "rise" | "fall" | "shape" | "momentum">,
): Schedule<OneCycleSpec> {
  return construct(oneCycleKind, options);
}
