import { InputError } from "../errors";
import { assertOneFactor, pairedDifference, type Estimate } from "../evaluation";
import type { Features } from "../features";
import type { Schedule } from "../schedules";
import { rateBand, type RateBand } from "./rate-band";
import { macroF1s, sweepRates, type RatePoint, type RateSweep, type SweepChoices } from "./rate-sweep";
import type { RunAllOptions } from "./run-all";

/** A schedule's shape at peak 1, to be scaled to each peak. */
export interface Shape {
  readonly name: string;
  readonly shape: Schedule;
}

/** What a shape did over all peaks, and again at its best peak with seeds that did not choose it. */
export interface ShapeResult {
  readonly name: string;
  readonly sweep: RateSweep;
  readonly band: RateBand;
  readonly fresh: RatePoint;
}

/** Schedules compared on one task, the first being what the others are held against. */
export interface ScheduleComparison {
  readonly kind: "schedule-comparison";
  readonly results: readonly ShapeResult[];
}

/** What a comparison tries. */
export interface CompareChoices extends Omit<SweepChoices, "rates" | "shape"> {
  readonly shapes: readonly Shape[];
  /** Peak rates, the same for every shape: equal search budget. */
  readonly peaks: readonly number[];
  /** Seeds for the re-estimate; none of `seeds`. */
  readonly freshSeeds: readonly number[];
}

/**
 * Sweeps the peak of every shape over the same rates and seeds, then trains each shape's best peak again with fresh
 * seeds: the peak is a nuisance factor, tuned for each shape with the same budget, and the winner's luck stays in the
 * search.
 *
 * @throws InputError when fresh seeds were searched with, or every peak of a shape diverged
 */
export async function compareSchedules(
  features: Features,
  choices: CompareChoices,
  options: RunAllOptions = {},
): Promise<ScheduleComparison> {
  const { shapes, peaks, freshSeeds, ...sweep } = choices;
  const used = freshSeeds.filter((seed) => sweep.seeds.includes(seed));
  if (used.length > 0)
    throw new InputError(`compareSchedules: fresh seeds were searched with: ${used.join(", ")}`);
  const each = peaks.length * sweep.seeds.length + freshSeeds.length;
  const results: ShapeResult[] = [];
  for (const [i, { name, shape }] of shapes.entries()) {
    const from = (offset: number): RunAllOptions => ({
      ...options,
      onProgress: (p) =>
        options.onProgress?.({ ...p, done: i * each + offset + p.done, total: shapes.length * each }),
    });
    const searched = await sweepRates(features, { ...sweep, rates: peaks, shape }, from(0));
    const band = rateBand(searched);
    if (band === null) {
      throw new InputError(
        `compareSchedules: every peak of "${name}" diverged; try lower peaks than ${peaks.join(", ")}`,
      );
    }
    const again = await sweepRates(
      features,
      { ...sweep, seeds: freshSeeds, rates: [band.best.rate], shape },
      from(peaks.length * sweep.seeds.length),
    );
    results.push({ name, sweep: searched, band, fresh: again.points[0] });
  }
  assertOneFactor(
    results.flatMap(({ sweep: { points } }) =>
      points.flatMap((point) => point.runs.map((run) => run.record.spec)),
    ),
    "schedule",
  );
  return { kind: "schedule-comparison", results };
}

/** Validation macro-F1 of `other` minus that of `reference` (0 to 1) over the same seeds. */
export function macroF1Difference(reference: RatePoint, other: RatePoint): Estimate {
  return pairedDifference(macroF1s(reference), macroF1s(other));
}
