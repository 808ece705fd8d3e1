import type { RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { nats } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";
import { middle } from "./window";

/** A batch whose loss stands out: its step, its loss, and the loss that was usual before the spike it is part of. */
interface Spike {
  readonly step: number;
  readonly loss: number;
  readonly usual: number;
  /** Steps taken when it could be told. */
  readonly seen: number;
}

/** Steps in a row that are tried as one spike: what lasts may stand out less. */
const LENGTHS = [1, 2, 4];

/**
 * Steps of which this holds, alone or with the ones around them as 2 or 4 in a row: the loss of each is above the
 * median of the `window` steps before by `floor` x the training loss before the first step, and their mean above it by
 * `deviations` x 1.4826 x the median absolute deviation of that window / sqrt(steps in the row).
 */
function spikesOf(record: RunRecord, limits: Limits<"spikes">): Spike[] {
  const { loss } = record.curve;
  const least = limits.floor * record.evaluations[0].train.loss;
  const found = new Map<number, Spike>();
  for (let end = limits.window + 1; end <= loss.length; end++) {
    for (const length of LENGTHS) {
      const start = end - length;
      if (start < limits.window) continue;
      const [before, row] = [loss.slice(start - limits.window, start), loss.slice(start, end)];
      // Most steps are not even above the lowest by the floor: nothing needs to be sorted then.
      if (!(Math.min(...row) - Math.min(...before) > least)) continue;
      const sorted = Float64Array.from(before).sort();
      const usual = middle(sorted);
      const above = row.map((value) => value - usual);
      if (!above.every((value) => value > least)) continue;
      const deviation = 1.4826 * middle(sorted.map((value) => Math.abs(value - usual)).sort());
      const mean = above.reduce((sum, value) => sum + value, 0) / length;
      if (!(mean * Math.sqrt(length) > limits.deviations * deviation)) continue;
      for (let step = start; step < end; step++) {
        if (!found.has(step)) found.set(step, { step, loss: loss[step], usual, seen: end });
      }
    }
  }
  return [...found.values()];
}

/** The first step after which a spike had been seen, or null. */
export function spikesWarning(
  record: RunRecord,
  limits: Limits<"spikes"> = THRESHOLDS.spikes,
): number | null {
  const spikes = spikesOf(record, limits);
  return spikes.length === 0 ? null : spikes[0].seen;
}

/**
 * Batches whose loss stands far out of what was usual just before, one alone or a few in a row: an update threw the
 * model back, or the batch is odd. Mild: one that recovers costs some steps.
 *
 * Source: the spike score of OLMo 2 (arXiv:2501.00656: 7 standard deviations above a rolling average), with median and
 * median absolute deviation in place of mean and deviation, which the spike itself would inflate. The mean of m steps
 * scatters by 1 / sqrt(m) as much as one.
 */
export function spikes(record: RunRecord, limits: Limits<"spikes"> = THRESHOLDS.spikes): Finding | null {
  const found = spikesOf(record, limits);
  if (found.length === 0) return null;
  const highest = found.reduce((a, b) => (b.loss - b.usual > a.loss - a.usual ? b : a));
  const steps = found.map(({ step }) => step);
  const times = found.length === 1 ? "one step" : `${found.length} steps`;
  return {
    signal: "spikes",
    severity: "mild",
    steps: [Math.min(...steps), Math.max(...steps)],
    warnedAt: found[0].seen,
    values: { spikes: found.length, highest: highest.loss, usual: highest.usual, at: highest.step },
    meaning: `Loss spiked at ${times}, the highest to ${nats(highest.loss)} at step ${highest.step}, where ${nats(highest.usual)} was usual.`,
    advice: "Clip the gradient's norm, or lower the rate; if it comes at the same messages, look at them.",
  };
}
