import { InputError } from "../errors";
import { assertOneFactor, pairedDifference, type Estimate } from "../evaluation";
import type { Features } from "../features";
import { fromSpec, meanRate, peakForMeanRate, withPeak, type Schedule } from "../schedules";
import type { TrainedRun } from "../training";
import { planCompareSchedules, type CompareChoices, type ComparisonPlan } from "./compare-plan";
import { rateBand, type RateBand } from "./rate-band";
import { rateSensitivity, type RateSensitivity } from "./rate-sensitivity";
import { macroF1s, sweepRates, type RatePoint, type RateSweep } from "./rate-sweep";
import type { RunAllOptions } from "./run-all";

export type { Shape } from "./usual-shapes";

/** What a shape did over all peaks, and again at its best peak with seeds that did not choose it. */
export interface ShapeResult {
  readonly name: string;
  readonly sweep: RateSweep;
  readonly band: RateBand;
  /** Over the peaks that were searched; null where there was one only. */
  readonly sensitivity: RateSensitivity | null;
  readonly fresh: RatePoint;
}

/** What is the same for all shapes of a comparison: the peak, the mean rate, or that each has its own best peak. */
export type Fairness = "matched peak" | "matched area" | "tuned against tuned";

/** One shape in one comparison. */
export interface FairShape {
  readonly name: string;
  /** The highest rate that its schedule declares. */
  readonly peak: number;
  /** The sum of its rates over the run, divided by the steps. */
  readonly meanRate: number;
  /** Its runs with the fresh seeds. */
  readonly point: RatePoint;
  /** Validation macro-F1 (0 to 1) minus the reference's with the same seeds; null for the reference itself. */
  readonly difference: Estimate | null;
}

/** All shapes under one kind of fairness, the reference first. */
export interface FairComparison {
  readonly fairness: Fairness;
  readonly shapes: readonly FairShape[];
}

/** Schedules compared on one task, the first being what the others are held against. */
export interface ScheduleComparison {
  readonly kind: "schedule-comparison";
  readonly plan: ComparisonPlan;
  readonly results: readonly ShapeResult[];
  /** Matched peak, matched area, tuned against tuned. */
  readonly comparisons: readonly FairComparison[];
  /** Different runs that it took, and their optimizer steps. */
  readonly cost: { readonly runs: number; readonly steps: number };
}

/** A shape with its search. */
interface Searched {
  readonly name: string;
  readonly shape: Schedule;
  readonly sweep: RateSweep;
  readonly band: RateBand;
}

/**
 * Schedules side by side under three kinds of fairness: the plan of {@link planCompareSchedules}, carried out.
 *
 * The peak of every shape is searched over the same rates with the same seeds. Then, all with fresh seeds:
 * - **matched peak**: every shape at the reference's best peak. A schedule that decays has a lower mean rate there;
 * - **matched area**: every shape at the peak that gives it the mean rate of the reference at its best peak
 *   (`peakForMeanRate`);
 * - **tuned against tuned**: every shape at its own best peak, the peak being a nuisance factor.
 *
 * How robust a shape is to its rate is told apart from its quality: its rate band and its sensitivity over the peaks
 * searched.
 *
 * @throws InputError as {@link planCompareSchedules}, and when every peak of a shape diverged
 * @example show(await compareSchedules(features));
 */
export async function compareSchedules(
  features: Features,
  choices: CompareChoices = {},
  options: RunAllOptions = {},
): Promise<ScheduleComparison> {
  const plan = await planCompareSchedules(features, choices);
  const { shapes: given, peaks = plan.peaks, seeds = plan.searchSeeds, ...others } = choices;
  const { freshSeeds = plan.freshSeeds, ...fixed } = others;
  const shapes = given ?? plan.shapes.map(({ name, schedule }) => ({ name, shape: fromSpec(schedule) }));
  const kept: TrainedRun[] = [];
  const watched: RunAllOptions = {
    ...options,
    onProgress: ({ run }) => {
      kept.push(run);
      options.onProgress?.({ done: kept.length, total: plan.cost.runs, run });
    },
  };

  const searched: Searched[] = [];
  for (const { name, shape } of shapes) {
    const sweep = await sweepRates(features, { ...fixed, seeds, rates: peaks, shape }, watched);
    const band = rateBand(sweep);
    if (band === null) {
      throw new InputError(
        `compareSchedules: every peak of "${name}" diverged; try lower peaks than ${peaks.join(", ")}`,
      );
    }
    searched.push({ name, shape, sweep, band });
  }
  const fresh: Record<Fairness, FairShape>[] = [];
  for (const one of searched) {
    const wanted = fairPeaks(one, searched[0], plan.runSteps);
    const rates = [...new Set(Object.values(wanted))];
    const again = await sweepRates(
      features,
      { ...fixed, seeds: freshSeeds, rates, shape: one.shape },
      watched,
    );
    const at = (fairness: Fairness): FairShape => {
      const peak = wanted[fairness];
      const point = again.points[rates.indexOf(peak)];
      const difference = fresh.length === 0 ? null : macroF1Difference(fresh[0][fairness].point, point);
      const mean = meanRate(withPeak(one.shape, peak), plan.runSteps);
      return { name: one.name, peak, meanRate: mean, point, difference };
    };
    fresh.push({
      "matched peak": at("matched peak"),
      "matched area": at("matched area"),
      "tuned against tuned": at("tuned against tuned"),
    });
  }
  assertOneFactor(
    kept.map(({ record }) => record.spec),
    "schedule",
  );
  const distinct = new Map(kept.map(({ record }) => [record.id, record.steps]));
  return {
    kind: "schedule-comparison",
    plan,
    results: searched.map(({ name, sweep, band }, i) => ({
      name,
      sweep,
      band,
      sensitivity: rateSensitivity(sweep),
      fresh: fresh[i]["tuned against tuned"].point,
    })),
    comparisons: (["matched peak", "matched area", "tuned against tuned"] as const).map((fairness) => ({
      fairness,
      shapes: fresh.map((of) => of[fairness]),
    })),
    cost: { runs: distinct.size, steps: [...distinct.values()].reduce((sum, steps) => sum + steps, 0) },
  };
}

/** The peaks at which a shape is compared; the reference is at its best peak in all three. */
function fairPeaks(one: Searched, reference: Searched, steps: number): Record<Fairness, number> {
  const best = reference.band.best.rate;
  const area = meanRate(withPeak(reference.shape, best), steps);
  return {
    "matched peak": best,
    "matched area": one === reference ? best : peakForMeanRate(one.shape, area, steps),
    "tuned against tuned": one.band.best.rate,
  };
}

/** Validation macro-F1 of `other` minus that of `reference` (0 to 1) over the same seeds. */
export function macroF1Difference(reference: RatePoint, other: RatePoint): Estimate {
  return pairedDifference(macroF1s(reference), macroF1s(other));
}
