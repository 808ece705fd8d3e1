import type { RunRecord } from "../training";
import type { Finding } from "./diagnosis";
import { nats } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";
import { middle } from "./window";

/** A batch whose loss stands out: its step, its loss, and the loss that was usual before it. */
interface Spike {
  readonly step: number;
  readonly loss: number;
  readonly usual: number;
}

/**
 * Steps whose loss is above the median of the `window` steps before by more than `deviations` x 1.4826 x their
 * median absolute deviation, and by more than `floor` x the training loss before the first step.
 */
function spikesOf(record: RunRecord, limits: Limits<"spikes">): Spike[] {
  const { loss } = record.curve;
  const least = limits.floor * record.evaluations[0].train.loss;
  const found: Spike[] = [];
  for (let step = limits.window; step < loss.length; step++) {
    const before = Float64Array.from(loss.slice(step - limits.window, step)).sort();
    const usual = middle(before);
    // Most steps are not even above the floor: the deviation is not needed then.
    if (!(loss[step] - usual > least)) continue;
    const deviation = 1.4826 * middle(before.map((value) => Math.abs(value - usual)).sort());
    if (loss[step] - usual > limits.deviations * deviation) found.push({ step, loss: loss[step], usual });
  }
  return found;
}

/** The first step after which a spike had been seen, or null. */
export function spikesWarning(
  record: RunRecord,
  limits: Limits<"spikes"> = THRESHOLDS.spikes,
): number | null {
  const spikes = spikesOf(record, limits);
  return spikes.length === 0 ? null : spikes[0].step + 1;
}

/**
 * Single batches whose loss stands far out of what was usual just before: an update threw the model back, or the
 * batch is odd. Mild: one that recovers costs some steps.
 *
 * Source: the spike score of OLMo 2 (arXiv:2501.00656: 7 standard deviations above a rolling average), with median and
 * median absolute deviation in place of mean and deviation, which the spike itself would inflate.
 */
export function spikes(record: RunRecord, limits: Limits<"spikes"> = THRESHOLDS.spikes): Finding | null {
  const found = spikesOf(record, limits);
  if (found.length === 0) return null;
  const highest = found.reduce((a, b) => (b.loss - b.usual > a.loss - a.usual ? b : a));
  const times = found.length === 1 ? "one step" : `${found.length} steps`;
  return {
    signal: "spikes",
    severity: "mild",
    steps: [found[0].step, found[found.length - 1].step],
    warnedAt: found[0].step + 1,
    values: { spikes: found.length, highest: highest.loss, usual: highest.usual, at: highest.step },
    meaning: `Loss spiked at ${times}, the highest to ${nats(highest.loss)} at step ${highest.step}, where ${nats(highest.usual)} was usual.`,
    advice: "Clip the gradient's norm, or lower the rate; if it comes at the same messages, look at them.",
  };
}
