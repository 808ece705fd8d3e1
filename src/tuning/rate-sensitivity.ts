import { meanInterval, type Estimate } from "../evaluation";
import { finalOf, type RecordedRun, type RunRecord } from "../training";
import type { RatePoint } from "./rate-sweep";

/** What a rate other than the best one costs, on average over a range of rates. */
export interface RateSensitivity {
  /** The range that it was measured over: of another range it says nothing. */
  readonly low: number;
  readonly high: number;
  /** log10(high / low). */
  readonly decades: number;
  /** Rates that were tried in the range. */
  readonly rates: number;
  /** The rate with the lowest mean loss, which the others are held against. */
  readonly bestRate: number;
  /** Validation loss (nats) above that at the best rate, mean over the rates, with its interval over seeds. */
  readonly nats: Estimate;
  /** The same seed by seed, in the order of the seeds: to be paired with another schedule's. */
  readonly perSeed: readonly number[];
}

/**
 * How sensitive a setting is to its rate: the mean, over the rates that were tried, of
 * `min(final validation loss, loss at initialisation) - lowest such loss of any of the rates`. The cap is there since a
 * run that broke is no worse than not to have trained; a diverged run counts with its loss at initialisation.
 *
 * Wortsman et al. 2023 (arXiv:2309.14322) define it so for one fixed range of rates, three points a decade, whatever is
 * compared. Here the range is that of the peaks that were searched, the same for every schedule of a comparison, and
 * each rate counts once, so space them evenly on a log axis (`logSpaced`). It is relative to that range: compare it
 * within one comparison only.
 *
 * With several seeds the losses are means over them, and so is the lowest; the interval is Student's over the seeds'
 * own means above that same rate.
 *
 * @returns null where fewer than two rates were tried, or a run diverged at every rate
 * @example rateSensitivity(sweep)?.nats.mean // .05: a rate from this range costs 0.05 nats on average
 */
export function rateSensitivity({
  points,
}: {
  readonly points: readonly RatePoint<RecordedRun>[];
}): RateSensitivity | null {
  const rates = points.map(({ rate }) => rate);
  if (new Set(rates).size < 2 || points.every(({ diverged }) => diverged > 0)) return null;
  const losses = points.map(cappedLosses);
  const means = losses.map(meanOf);
  const best = means.indexOf(Math.min(...means));
  const perSeed = losses[best].map((least, seed) => meanOf(losses.map((all) => all[seed])) - least);
  const [low, high] = [Math.min(...rates), Math.max(...rates)];
  return {
    low,
    high,
    decades: Math.log10(high / low),
    rates: rates.length,
    bestRate: rates[best],
    nats: meanInterval(perSeed),
    perSeed,
  };
}

/** The final validation loss of each run, no higher than before training. */
function cappedLosses({ runs }: RatePoint<RecordedRun>): number[] {
  return runs.map(({ record }) => {
    const before = record.evaluations[0].validation.loss;
    const after = lossOf(record);
    return after < before ? after : before;
  });
}

/** NaN, which is below nothing, for a run that diverged. */
function lossOf(record: RunRecord): number {
  return record.status === "diverged" ? NaN : finalOf(record).validation.loss;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
