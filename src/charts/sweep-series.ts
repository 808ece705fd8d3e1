import type { RecordedRun } from "../training";
import type { RatePoint } from "../tuning";
import type { RateSeries } from "./rate-points";

/**
 * The points of a sweep for `rateChart`: one a run, at its rate.
 *
 * @example rateChart([sweepSeries("constant", sweep)])
 */
export function sweepSeries(
  label: string,
  sweep: { readonly points: readonly RatePoint<RecordedRun>[] },
): RateSeries {
  const points = sweep.points.flatMap(({ rate, runs }) =>
    runs.map(({ record }) => {
      const { validation } = record.evaluations[record.evaluations.length - 1];
      return {
        rate,
        seed: record.spec.seeds.order,
        validationLoss: validation.loss,
        macroF1: validation.macroF1,
        diverged: record.status === "diverged",
      };
    }),
  );
  return { label, points };
}
