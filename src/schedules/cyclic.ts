import { blend } from "./blend";
import type { ParameterReader } from "./parameters";
import { construct, type Schedule, type ScheduleKind, type Shape } from "./schedule";
import type { ExpRangeSpec, ScheduleOptions, Triangular2Spec, TriangularSpec } from "./spec";
import { count, num } from "./words";

type Fields = Omit<TriangularSpec, "kind">;
type Defaulted = "stepsDown" | "cycles" | "momentum";

export const triangularKind: ScheduleKind<TriangularSpec> = {
  kind: "triangular",
  read: (p) => ({ kind: "triangular", ...fields(p) }),
  shape: (spec) => shape(spec, () => 1),
  describe: (spec) => `triangular ${words(spec)}`,
};

export const triangular2Kind: ScheduleKind<Triangular2Spec> = {
  kind: "triangular2",
  read: (p) => ({ kind: "triangular2", ...fields(p) }),
  shape: (spec) => shape(spec, (_, cycle) => 2 ** -cycle),
  describe: (spec) => `triangular2 ${words(spec)}, each cycle half as high`,
};

export const expRangeKind: ScheduleKind<ExpRangeSpec> = {
  kind: "expRange",
  read: (p) => ({ kind: "expRange", ...fields(p), factor: p.positiveFraction("factor") }),
  shape: (spec) => shape(spec, (t) => spec.factor ** t),
  describe: (spec) => `exp-range ${words(spec)}, height x ${num(spec.factor)} a step`,
};

function fields(p: ParameterReader): Fields {
  const stepsUp = p.whole("stepsUp", 1);
  return {
    peak: p.positive("peak"),
    floor: p.positiveFraction("floor"),
    stepsUp,
    stepsDown: p.whole("stepsDown", 1, stepsUp),
    cycles: p.orNull("cycles", () => p.whole("cycles", 1)),
    momentum: p.momentum("momentum", null),
  };
}

/** A triangle wave from 0 to 1, times the height that is left at that step and cycle (counted from 0). */
function shape(spec: Fields, height: (t: number, cycle: number) => number): Shape {
  const { peak, floor, stepsUp, stepsDown, cycles, momentum } = spec;
  const length = stepsUp + stepsDown;
  const steps = cycles === null ? null : cycles * length;
  const weight = (t: number): number => {
    if (steps !== null && t >= steps) return 0;
    const at = t % length;
    const wave = at < stepsUp ? at / stepsUp : 1 - (at - stepsUp) / stepsDown;
    return wave * height(t, Math.floor(t / length));
  };
  return {
    rate: (t) => blend(peak, peak * floor, weight(t)),
    steps,
    ...(momentum && { momentum: (t: number) => blend(momentum.low, momentum.high, weight(t)) }),
  };
}

function words({ peak, floor, stepsUp, stepsDown, cycles }: Fields): string {
  const end = cycles === null ? "" : `, ${count(cycles, "cycle")}`;
  return `${num(peak * floor)} to ${num(peak)}, ${count(stepsUp)} up and ${stepsDown} down${end}`;
}

/**
 * `rate(t) = low + (peak - low) x wave(t)`: straight up from `low = floor x peak` in `stepsUp` steps, straight
 * down in `stepsDown`, again and again.
 *
 * @param options.peak highest rate, above 0
 * @param options.floor lowest rate, that of the first step, as a fraction of the peak; above 0
 * @param options.stepsUp steps up
 * @param options.stepsDown steps down; default `stepsUp`
 * @param options.cycles stay at the floor after this many; default null, endless
 * @param options.momentum {high, low}, moved against the rate; default null, left alone
 * @throws InputError naming the parameter that cannot be used
 * @example triangular({ peak: 1, floor: 0.1, stepsUp: 100 })(100); // 1
 * @see Smith, arXiv:1506.01186; PyTorch `CyclicLR`
 */
export function triangular(options: ScheduleOptions<TriangularSpec, Defaulted>): Schedule<TriangularSpec> {
  return construct(triangularKind, options);
}

/**
 * `rate(t) = low + (peak - low) x wave(t) / 2^cycle`, cycles counted from 0: triangular, each cycle half as
 * high. Parameters as for `triangular`.
 *
 * @throws InputError naming the parameter that cannot be used
 * @example triangular2({ peak: 1, floor: 0.1, stepsUp: 2 })(6); // 0.55
 * @see Smith, arXiv:1506.01186; PyTorch `CyclicLR`
 */
export function triangular2(options: ScheduleOptions<Triangular2Spec, Defaulted>): Schedule<Triangular2Spec> {
  return construct(triangular2Kind, options);
}

/**
 * `rate(t) = low + (peak - low) x wave(t) x factor^t`: triangular, a little lower at every step. Parameters as
 * for `triangular`, and
 *
 * @param options.factor what the height is multiplied by at every step (PyTorch: `gamma`); above 0, at most 1
 * @throws InputError naming the parameter that cannot be used
 * @example expRange({ peak: 1, floor: 0.1, stepsUp: 2, factor: 0.9 })(2); // 0.829
 * @see Smith, arXiv:1506.01186; PyTorch `CyclicLR`
 */
export function expRange(options: ScheduleOptions<ExpRangeSpec, Defaulted>): Schedule<ExpRangeSpec> {
  return construct(expRangeKind, options);
}
