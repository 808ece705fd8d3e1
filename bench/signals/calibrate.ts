import type { Judge, Numbers, Trial } from "./judges";
import { precision, recall, score, type Score } from "./score";

/** Thresholds with what they reached on the trials that chose them. */
export interface Choice {
  readonly limits: Numbers;
  readonly score: Score;
}

/**
 * The best thresholds of the grid. Where a share of alarms is allowed: the most cases caught within it. Otherwise the
 * largest smaller one of precision and recall. Then the fewest alarms, the earliest median, the first of the grid.
 */
export function calibrate(trials: readonly Trial[], judge: Judge): Choice {
  const choices = combinations(judge.grid).map((limits) => ({ limits, score: score(trials, judge, limits) }));
  return choices.reduce((best, one) =>
    compare(rank(judge, one.score), rank(judge, best.score)) > 0 ? one : best,
  );
}

/** Numbers to compare scores by, the first that differs decides; larger is better. */
function rank({ alarms }: Judge, found: Score): number[] {
  const median = Number.isNaN(found.median) ? -1 : -found.median;
  if (alarms !== undefined) {
    const tooMany = Math.max(0, found.alarms - Math.floor(alarms * found.others));
    return [-tooMany, found.caught, -found.alarms, median];
  }
  const [p, r] = [precision(found), recall(found)].map((value) => (Number.isNaN(value) ? 0 : value));
  return [Math.min(p, r), p + r, -found.liveAlarms, median];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, k) => value !== b[k]);
  return i === -1 ? 0 : a[i] - b[i];
}

/** Every combination of the grid's values. */
export function combinations(grid: Judge["grid"]): Numbers[] {
  return Object.entries(grid).reduce<Record<string, number>[]>(
    (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}
