import { pairedDifference, type Estimate } from "../evaluation";
import type { RecordedRun } from "../training";
import type { JointRow } from "./joint-ridge";
import { macroF1s, type RatePoint } from "./rate-sweep";

/** What it costs to train at one level with the best rate of another. */
export interface Carry {
  readonly from: number;
  readonly to: number;
  /** Best rate of `from` that was tried, and of `to`. */
  readonly rate: number;
  readonly ownRate: number;
  /**
   * Validation macro-F1 (0 to 1) at `ownRate` minus that at `rate`, over fresh paired seeds; null when a run of either
   * diverged. Below 0 the carried rate is the better one.
   */
  readonly lost: Estimate | null;
  /** Fresh runs at each of the two rates, and how many of them diverged. */
  readonly runs: number;
  readonly diverged: number;
  readonly ownDiverged: number;
  /** `to` may have a better rate beyond the lowest or highest that was tried: it loses this much at least. */
  readonly atLeast: boolean;
}

/** The rates to train again with fresh seeds at every level: the levels' best ones, each once, lowest first. */
export function carriedRates(rows: readonly JointRow[]): number[] {
  const rates = rows.flatMap(({ best }) => (best === null ? [] : [best.rate]));
  return [...new Set(rates)].sort((a, b) => a - b);
}

/**
 * What each level's best rate costs at each other level. The rates were chosen with the seeds of the map, and the loss
 * is measured with seeds that had no part in it, so that a lucky cell does not count as a loss of its neighbours.
 *
 * @param fresh for each row its cells at `carriedRates`, trained with fresh seeds
 */
export function carriesOf(
  rows: readonly JointRow[],
  fresh: readonly (readonly RatePoint<RecordedRun>[])[],
): Carry[] {
  return rows.flatMap(({ level: from, best }) =>
    rows.flatMap((row, j): Carry[] => {
      if (row.level === from || best === null || row.best === null) return [];
      const cell = (rate: number): RatePoint<RecordedRun> =>
        fresh[j].find((one) => one.rate === rate) as RatePoint<RecordedRun>;
      const [carried, own] = [cell(best.rate), cell(row.best.rate)];
      return [
        {
          from,
          to: row.level,
          rate: carried.rate,
          ownRate: own.rate,
          lost:
            carried.diverged + own.diverged > 0 ? null : pairedDifference(macroF1s(carried), macroF1s(own)),
          runs: carried.runs.length,
          diverged: carried.diverged,
          ownDiverged: own.diverged,
          atLeast: row.edge === "low" || row.edge === "high",
        },
      ];
    }),
  );
}

/** Those that change the rate, the dearest first: those that diverge, most runs first, then by the mean loss. */
export function dearest(carries: readonly Carry[]): Carry[] {
  const cost = ({ lost, diverged }: Carry): number => (lost === null ? 1 + diverged : lost.mean);
  return carries.filter(({ rate, ownRate }) => rate !== ownRate).sort((a, b) => cost(b) - cost(a));
}
