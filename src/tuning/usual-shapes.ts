import { constant, cosine, warmup, warmupStableDecay, type Schedule } from "../schedules";
import type { OptimizerSpec } from "../training";
import { defaultRange } from "./range-default";
import { logSpaced } from "./rate-sweep";

/** A schedule's shape at peak 1, to be scaled to each peak. */
export interface Shape {
  readonly name: string;
  readonly shape: Schedule;
}

/**
 * Schedules that are worth a comparison, at peak 1 for a run of so many steps, the fixed rate first; warmup takes a
 * twentieth of them, the decay of WSD a fifth. A run of fewer than 20 steps has no room for phases.
 */
export function usualShapes(steps: number): Shape[] {
  const warm = Math.max(1, Math.round(steps / 20));
  const decay = Math.max(1, Math.round(steps / 5));
  const shapes: Shape[] = [
    { name: "fixed", shape: constant({ peak: 1 }) },
    { name: "cosine", shape: cosine({ peak: 1, steps }) },
  ];
  if (steps < 20) return shapes;
  return [
    ...shapes,
    { name: "warmup + cosine", shape: warmup(cosine({ peak: 1, steps: steps - warm }), { steps: warm }) },
    {
      name: "warmup, stable, decay",
      shape: warmupStableDecay({ peak: 1, warmup: warm, stable: steps - warm - decay, decay }),
    },
  ];
}

/**
 * Eleven peaks in half octaves, from an eighth of the middle of the optimizer's `defaultRange` to four times it: .068 to
 * 2.2 with momentum .9. Lower than that training is slow, higher it breaks, for most of what the built-in models do; in
 * whole octaves a best peak may be missed by more than schedules differ.
 */
export function usualPeaks(optimizer?: OptimizerSpec): number[] {
  const { low, high } = defaultRange(optimizer);
  const middle = Math.sqrt(low * high);
  return logSpaced(middle / 8, 4 * middle, 11);
}
