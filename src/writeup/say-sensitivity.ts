import { pairedDifference, type Estimate } from "../evaluation";
import type { ScheduleComparison, ShapeResult } from "../tuning";
import { listed, plain, rateText } from "./words";

/**
 * How robust each schedule is to its rate, apart from how good it is: the peaks within a point of the best, and what a
 * peak from the searched range costs on average, against the reference. Markdown, computed from the search.
 */
export function saySensitivity({ results }: Pick<ScheduleComparison, "results">): string {
  const bands = results.map(({ name, band: { low, high, decades } }) =>
    low === high
      ? `${plain(name)} ${rateText(low)} alone`
      : `${plain(name)} ${rateText(low)} to ${rateText(high)} (${decades.toFixed(2)} decades)`,
  );
  const text = `**Robustness to the rate.** Peaks within a point of the best: ${listed(bands)}.`;
  const range = results[0].sensitivity;
  if (range === null) return text;
  const costs = results.flatMap((result) => sayOne(result, results[0]));
  return (
    `${text} Mean validation loss above that at the best of the ${range.rates} peaks from ${rateText(range.low)} to ` +
    `${rateText(range.high)} (${range.decades.toFixed(2)} decades; of another range it says nothing): ${costs.join("; ")}.`
  );
}

function sayOne({ name, sensitivity }: ShapeResult, reference: ShapeResult): string[] {
  if (sensitivity === null) return [];
  const own = `${plain(name)} ${natsText(sensitivity.nats)}`;
  if (name === reference.name || reference.sensitivity === null) return [own];
  const difference = pairedDifference(reference.sensitivity.perSeed, sensitivity.perSeed);
  const told =
    difference.high < 0 ? "less sensitive" : difference.low > 0 ? "more sensitive" : "cannot be told apart";
  return [`${own}, ${intervalText(difference)} against ${plain(reference.name)}: ${told}`];
}

function natsText({ mean, low, high }: Estimate): string {
  const number = (value: number): string => value.toFixed(2).replace("-", "−");
  const interval = Number.isFinite(low) ? ` (${number(low)} to ${number(high)})` : "";
  return `${number(mean)} nats${interval}`;
}

function intervalText({ mean, low, high }: Estimate): string {
  const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
  const interval = Number.isFinite(low)
    ? `95% interval ${signed(low)} to ${signed(high)}`
    : "one seed: no interval";
  return `${signed(mean)} (${interval})`;
}
