import { count, readable } from "./numbers";
import { broke, medians, type RateChartOptions, type RateSeries } from "./rate-points";

/** The width of a band in decades: log10 of its ends' ratio. */
function decades({ low, high }: { low: number; high: number }): string {
  const width = Math.log10(high / low).toFixed(1);
  return `${width} decade${width === "1.0" ? "" : "s"}`;
}

/** The best rate of each series, the band, and how many runs diverged. */
export function rateAnswer(series: readonly RateSeries[], { band }: RateChartOptions): string {
  const best = series.map((one) => {
    const loss = medians(one, "validationLoss").reduce((a, b) => (b.value < a.value ? b : a));
    const f1 = medians(one, "macroF1").reduce((a, b) => (b.value > a.value ? b : a));
    const name = series.length > 1 ? `${one.label}: ` : "";
    if (!Number.isFinite(loss.value)) return `${name}half of the runs or more diverged at every rate`;
    return loss.rate === f1.rate
      ? `${name}${readable(loss.rate)} is best, loss ${readable(loss.value)} and macro-F1 ${readable(f1.value)}`
      : `${name}lowest loss ${readable(loss.value)} at ${readable(loss.rate)}, highest macro-F1 ${readable(f1.value)} at ${readable(f1.rate)}`;
  });
  const parts = [`${series.length > 1 ? "" : "Median over seeds: "}${best.join("; ")}.`];
  if (band && band.low < band.high) {
    parts.push(
      `Shaded: ${readable(band.low)} to ${readable(band.high)} (${decades(band)}) cannot be told from the best.`,
    );
  } else if (band) parts.push(`Only ${readable(band.low)} stands out: every other tested rate is worse.`);
  const all = series.flatMap(({ points }) => points);
  const lost = all.filter(broke);
  if (lost.length > 0) {
    const from = readable(Math.min(...lost.map(({ rate }) => rate)));
    parts.push(`${lost.length} of ${count(all.length, "run")} diverged, from rate ${from} on.`);
  }
  return parts.join(" ");
}
