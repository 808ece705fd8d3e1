import { construct, type Schedule, type ScheduleKind } from "./schedule";
import type { PiecewiseSpec, ScheduleOptions } from "./spec";
import { num } from "./words";

const SHOWN = 4;

export const piecewiseKind: ScheduleKind<PiecewiseSpec> = {
  kind: "piecewise",
  read: (p) => {
    const rates = p.numbers("rates", (r, item) =>
      item === "rates[0]" ? r.positive(item) : r.nonNegative(item),
    );
    const boundaries = p.numbers("boundaries", (r, item) => r.whole(item, 1));
    if (rates.length !== boundaries.length + 1) {
      p.fail("rates", `one longer than boundaries (${boundaries.length + 1} rates, not ${rates.length})`);
    }
    if (boundaries.some((b, i) => i > 0 && b <= boundaries[i - 1])) {
      p.fail("boundaries", "steps in rising order, each once");
    }
    return { kind: "piecewise", rates, boundaries };
  },
  shape: ({ rates, boundaries }) => ({
    rate: (t) => {
      const next = boundaries.findIndex((boundary) => t < boundary);
      return rates[next === -1 ? boundaries.length : next];
    },
    steps: boundaries.at(-1) ?? 0,
  }),
  describe: ({ rates, boundaries }) => {
    const changes = boundaries.map((b, i) => `${num(rates[i + 1])} from step ${b}`);
    const rest = changes.length > SHOWN ? [`... (${rates.length} rates)`] : [];
    return ["piecewise " + num(rates[0]), ...changes.slice(0, SHOWN), ...rest].join(", ");
  },
};

/**
 * `rate(t) = rates[number of boundaries <= t]`: the rate changes **at** the boundary, as in optax and PyTorch
 * (Keras keeps the old rate for that one step more).
 *
 * @param options.rates rates, one more than there are boundaries; the first above 0, none below
 * @param options.boundaries steps at which the next rate takes over, rising
 * @throws InputError naming the parameter that cannot be used
 * @example piecewise({ rates: [1, 0.1], boundaries: [3] })(3); // 0.1
 * @see optax `piecewise_constant_schedule`, PyTorch `MultiStepLR`
 */
export function piecewise(options: ScheduleOptions<PiecewiseSpec>): Schedule<PiecewiseSpec> {
  return construct(piecewiseKind, options);
}
