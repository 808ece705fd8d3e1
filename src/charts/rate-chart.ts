import { InputError } from "../errors";
import type { Chart } from "./chart";
import { frame } from "./frame";
import { count, listed, readable, unique } from "./numbers";
import { rateAnswer } from "./rate-answer";
import { ratePanel } from "./rate-panel";
import type { RateChartOptions, RateSeries } from "./rate-points";

/**
 * Which rates are as good as the best? Validation loss and macro-F1 against the rate, on a log axis whose
 * ticks are the tested rates: a point for every seed, a line through the medians, a cross at the bad edge for
 * a diverged run (it counts as worst in the median, so the line ends where half of the seeds diverge).
 *
 * @param series one a schedule or setting; rates must be > 0
 * @param options band and chosen rate, in the same unit as the rates
 * @throws InputError without points or for a rate that is not > 0
 * @example
 * rateChart([{ label: "constant", points }], { band: { low: 0.1, high: 1 }, chosen: 0.3 })
 */
export function rateChart(series: readonly RateSeries[], options: RateChartOptions = {}): Chart {
  const points = series.flatMap(({ points }) => points);
  if (points.length === 0) throw new InputError("rateChart: give at least one series with points");
  for (const { rate } of [...points, ...(options.chosen === undefined ? [] : [{ rate: options.chosen }])]) {
    if (!(rate > 0 && Number.isFinite(rate)))
      throw new InputError(`rateChart: a rate must be > 0, found ${rate}`);
  }
  const labels = series.map(({ label }) => label);
  if (new Set(labels).size < labels.length)
    throw new InputError(`rateChart: two series share a label: ${listed(labels)}`);
  const panels = [
    ratePanel("validationLoss", "Validation loss (nats)", series, options),
    ratePanel("macroF1", options.qualityLabel ?? "Macro-F1 on validation", series, options),
  ];
  const answer = rateAnswer(series, options);
  const rates = unique(points.map(({ rate }) => rate));
  const alt =
    `Validation loss and macro-F1 against the learning rate on a log axis, ${count(points.length, "run")} at ` +
    `${count(rates.length, "rate")} from ${readable(rates[0])} to ${readable(rates[rates.length - 1])}. ${answer}`;
  return frame(
    { title: options.title ?? "Which rates are as good as the best?", answer, alt, series: labels },
    panels,
  );
}
