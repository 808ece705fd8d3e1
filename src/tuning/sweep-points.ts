import type { SplitScore } from "../training";
import type { SweepOutcome } from "./run-sweep";
import type { SweepPlan } from "./sweep-plan";

/** A mean and the standard deviation beside it, over the seeds of a point. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation (n - 1); null for one value. */
  readonly deviation: number | null;
}

/** What came of the runs of one point. */
export interface PointSummary {
  readonly values: Readonly<Record<string, unknown>>;
  /** Runs that are done, and how many of them diverged. */
  readonly runs: number;
  readonly diverged: number;
  /** At the end of the runs, diverged ones too; null where no run is done. Not finite where a run broke. */
  readonly validation: Readonly<Record<keyof SplitScore, Spread>> | null;
}

/** The points of a sweep in the order of the expansion, each over its seeds. */
export function summarisePoints(
  plan: Pick<SweepPlan, "points">,
  outcomes: readonly (SweepOutcome | undefined)[],
): PointSummary[] {
  return plan.points.map(({ values, runs }) => {
    const done = runs.flatMap((run) => outcomes[run] ?? []);
    const over = (measure: keyof SplitScore): Spread => spreadOf(done.map((run) => run.validation[measure]));
    return {
      values,
      runs: done.length,
      diverged: done.filter(({ status }) => status === "diverged").length,
      validation:
        done.length === 0
          ? null
          : { loss: over("loss"), accuracy: over("accuracy"), macroF1: over("macroF1") },
    };
  });
}

/**
 * Index of the point with the highest mean validation macro-F1 of those without a diverged run; the first of equals.
 * Null where there is none.
 */
export function bestPoint(points: readonly PointSummary[]): number | null {
  let best: number | null = null;
  points.forEach(({ validation, diverged }, i) => {
    const score = diverged > 0 ? undefined : validation?.macroF1.mean;
    if (score === undefined || !Number.isFinite(score)) return;
    if (best === null || score > (points[best].validation?.macroF1.mean as number)) best = i;
  });
  return best;
}

/**
 * Paths of the grid at whose lowest or highest number a point stands, with at least three numbers tried: the best may
 * then lie beyond.
 */
export function edgesOf(point: PointSummary, points: readonly PointSummary[]): string[] {
  return Object.keys(point.values).filter((path) => {
    const tried = new Set(points.map(({ values }) => values[path]));
    const numbers = [...tried].filter((value): value is number => typeof value === "number");
    const value = point.values[path];
    if (typeof value !== "number" || numbers.length < tried.size || tried.size < 3) return false;
    return (
      value === numbers.reduce((a, b) => Math.min(a, b)) || value === numbers.reduce((a, b) => Math.max(a, b))
    );
  });
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
