import type { Features } from "../../src/features";
import { withPeak } from "../../src/schedules";
import { checkScheduleLength, plannedSteps, runSpec, type RunSpec } from "../../src/training";
import type { Shape } from "../../src/tuning";
import { everyShape } from "./shapes";

/**
 * The full grid that a tuning is held against, declared before either was run: every schedule of the library
 * (`shapes.ts`), peaks in half octaves, five seeds, with the default model, optimizer, batch size and epochs.
 *
 * The peaks hold the usable range of all shapes. The fixed rate with momentum .9 learns well from about .1 to .5 on
 * either data set; of the shapes the one with the lowest mean rate has a fifth of its peak on average, so its best is
 * looked for up to five times as high, and the range goes one octave further. A best at either end asks for more.
 */
export const RATES = Array.from({ length: 16 }, (_, k) => Number((0.025 * Math.SQRT2 ** k).toPrecision(3)));

/** Seeds of the grid's runs, and seeds that chose nothing, for the scores that are compared. */
export interface GridSeeds {
  readonly grid: readonly number[];
  readonly fresh: readonly number[];
}

/** @param salt whole number; other than 0 for development, so that the figures that are kept rest on seeds unseen */
export function gridSeeds(salt = 0): GridSeeds {
  const from = (first: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => 1000 * salt + first + i);
  return { grid: from(201, 5), fresh: from(301, 8) };
}

/** The shapes for a run of the default length. */
export function gridShapes(features: Features): Shape[] {
  return everyShape(plannedSteps(features));
}

/**
 * The runs of a shape at a peak.
 *
 * @throws InputError for a shape that ends before the run
 */
export async function specsOf(
  features: Features,
  shape: Shape,
  peak: number,
  seeds: readonly number[],
): Promise<RunSpec[]> {
  const schedule = withPeak(shape.shape, peak);
  const specs = await Promise.all(seeds.map((seed) => runSpec(features, { schedule, seed })));
  for (const spec of specs) checkScheduleLength(spec, plannedSteps(features));
  return specs;
}
