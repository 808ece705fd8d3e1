import type { Features } from "../../src/features";
import { withPeak } from "../../src/schedules";
import { runSpec, type RunChoices, type RunSpec } from "../../src/training";
import { planTune } from "../../src/tuning";

/**
 * The full grid that a tuning is held against, declared before either was run: half octaves over the whole range in
 * which the built-in classifier learns with momentum .9 (half a decade below the first rate it hardly learns in five
 * epochs, above the last most runs diverge), every schedule that `tune` tries, five seeds.
 */
export const RATES = Array.from({ length: 16 }, (_, k) => Number((0.0125 * Math.SQRT2 ** k).toPrecision(3)));
export const GRID_SEEDS = [201, 202, 203, 204, 205];
/** Seeds that chose nothing, for the scores that are compared. */
export const FRESH_SEEDS = [301, 302, 303, 304, 305, 306, 307, 308];

export interface GridPoint {
  readonly schedule: string;
  readonly peak: number;
}

/** All points of the grid. */
export function gridPoints(features: Features): GridPoint[] {
  return planTune(features).shapes.flatMap(({ name }) => RATES.map((peak) => ({ schedule: name, peak })));
}

/** The runs of a point, with the default model, optimizer, batch size and epochs. */
export async function specsOf(
  features: Features,
  { schedule, peak }: GridPoint,
  seeds: readonly number[],
): Promise<RunSpec[]> {
  const shape = planTune(features).shapes.find(({ name }) => name === schedule);
  if (shape === undefined) throw new Error(`no schedule is called ${schedule}`);
  const choices: Omit<RunChoices, "seed"> = { schedule: withPeak(shape.shape, peak) };
  return Promise.all(seeds.map((seed) => runSpec(features, { ...choices, seed })));
}
