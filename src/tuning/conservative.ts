import type { OptimizerSpec } from "../training";
import { defaultRange } from "./range-default";

/**
 * A rate to begin with: half a decade above the lowest that could be of use with this optimizer (`defaultRange`), to
 * one digit. .01 with momentum .9, .1 for SGD without, 3e-5 for Adam and AdamW. Too low costs time, which the runs
 * show; too high costs the run.
 */
export function conservativeRate(optimizer?: OptimizerSpec): number {
  return Number(((10 / 3) * defaultRange(optimizer).low).toPrecision(1));
}

/** Rungs up from a start: 1, 2, 5, 10, 20, 50, ... times it. */
export function rungsFrom(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Number((start * [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3)).toPrecision(3)),
  );
}
