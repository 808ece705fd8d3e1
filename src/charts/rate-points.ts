import { median } from "simple-statistics";
import { unique } from "./numbers";

/** What one run at one rate came to. */
export interface RatePoint {
  readonly rate: number;
  readonly seed: number;
  /** Nats; may be NaN or infinite for a diverged run. */
  readonly validationLoss: number;
  /** 0 to 1, on the validation split. */
  readonly macroF1: number;
  readonly diverged: boolean;
}

/** One line of a {@link rateChart}: its name, and what was reached at each rate. */
export interface RateSeries {
  readonly label: string;
  readonly points: readonly RatePoint[];
}

/** The words and marks of a {@link rateChart}; everything has a default. */
export interface RateChartOptions {
  /** Default: "Which rates are as good as the best?" */
  readonly title?: string;
  /** Title of the quality axis; default "Macro-F1 on validation". */
  readonly qualityLabel?: string;
  /** The rates that cannot be told from the best, shaded. */
  readonly band?: { readonly low: number; readonly high: number };
  /** The rate that was chosen, as a rule. */
  readonly chosen?: number;
}

export type Measure = "validationLoss" | "macroF1";

/** Median over the seeds of each rate, diverged runs counted as worst; infinite where half diverged. */
export function medians({ points }: RateSeries, measure: Measure): { rate: number; value: number }[] {
  const worst = measure === "macroF1" ? -Infinity : Infinity;
  return unique(points.map(({ rate }) => rate)).map((rate) => {
    const values = points
      .filter((point) => point.rate === rate)
      .map((point) => (broke(point) ? worst : point[measure]));
    return { rate, value: median(values) };
  });
}

/** Whether a run came to no usable numbers. */
export function broke({ diverged, validationLoss, macroF1 }: RatePoint): boolean {
  return diverged || !Number.isFinite(validationLoss) || !Number.isFinite(macroF1);
}
