import { median, pairedDifference } from "../evaluation";
import { finalOf, type RecordedRun } from "../training";
import { bestRung, type LearningRateFree, type RatePoint, type ShapeSearch, type Tuning } from "../tuning";
import { counted, differenceText, percent, plain, rateText, signedPoints } from "./words";

/** The setting that a search chose, and what the search took. */
export interface SearchedSetting {
  /** As a sentence names it: "cosine from 0.8". */
  readonly name: string;
  readonly point: RatePoint<RecordedRun>;
  /** All runs of the search that chose it. */
  readonly searchRuns: number;
}

/** The best point of a tuning's search, as {@link sayLearningRateFree} takes it. */
export function bestSearched({ searches, candidate }: Tuning): SearchedSetting {
  const { name, ladder } = searches.find((search) => search.name === candidate.name) as ShapeSearch;
  const point = ladder[bestRung(ladder) as number];
  const searchRuns = searches.reduce(
    (sum, search) => sum + search.ladder.flatMap(({ runs }) => runs).length,
    0,
  );
  return { name: `${name} with peak ${rateText(point.rate)}`, point, searchRuns };
}

/**
 * What the learning-rate-free baseline got beside the best tuned setting, and at what cost: Markdown. The difference is
 * paired over the seeds that both have.
 */
export function sayLearningRateFree(free: LearningRateFree, tuned: SearchedSetting): string {
  const { point, found } = free;
  const runs = point.runs.length;
  const broken = point.diverged > 0 ? ` (${point.diverged} of ${counted(runs, "run")} diverged)` : "";
  return (
    `Without a search Prodigy, which finds its own rate, gets ${percent(point.macroF1.mean)} of validation ` +
    `macro-F1 in ${counted(runs, "run")}${broken}; ${plain(tuned.name)}, for which ` +
    `${counted(tuned.searchRuns, "run")} searched, gets ${percent(tuned.point.macroF1.mean)}. ` +
    `${differenceOf(point, tuned.point)} It ended at the rate ${ratesText(found)}, in steps of Adam's kind: not a rate ` +
    "for another optimizer. It stands beside the tuned settings and is not chosen from them."
  );
}

/** Prodigy less tuned, over the seeds that both have. */
function differenceOf(free: RatePoint<RecordedRun>, tuned: RatePoint<RecordedRun>): string {
  const [ours, theirs] = [bySeed(free), bySeed(tuned)];
  const seeds = [...ours.keys()].filter((seed) => theirs.has(seed));
  if (seeds.length === 0) {
    const gap = free.macroF1.mean - tuned.macroF1.mean;
    return `That is ${signedPoints(gap)} points for Prodigy, on other seeds: no interval.`;
  }
  const of = (scores: ReadonlyMap<string, number>): number[] =>
    seeds.map((seed) => scores.get(seed) as number);
  const difference = pairedDifference(of(theirs), of(ours));
  const over = seeds.length === free.runs.length ? "the same" : "the shared";
  return (
    `Over ${over} ${counted(seeds.length, "seed")} that is ${differenceText(difference)} for Prodigy` +
    `${meaning(difference)}.`
  );
}

function meaning({ low, high }: { low: number; high: number }): string {
  if (low > 0) return ": the search did not find as good a setting";
  if (high < 0) return ": the searched setting is better on these seeds, which chose it";
  return Number.isFinite(low) ? ": not shown to differ" : "";
}

/** Validation macro-F1 (0 to 1) at the end of each run, by its seeds. */
function bySeed({ runs }: RatePoint<RecordedRun>): Map<string, number> {
  return new Map(
    runs.map(({ record }) => [
      `${record.spec.seeds.init}/${record.spec.seeds.order}`,
      finalOf(record).validation.macroF1,
    ]),
  );
}

/** "0.0142", or "0.0142 (0.0131 to 0.0157 over seeds)". */
function ratesText(rates: readonly number[]): string {
  const middle = rateText(median(rates));
  if (rates.length === 1) return middle;
  return `${middle} (${rateText(Math.min(...rates))} to ${rateText(Math.max(...rates))} over seeds)`;
}
