import type { Arm } from "./arm";
import { criterion, type Criterion } from "./criterion";
import { fQuantile } from "./quantiles";
import { pairedDifference, type Estimate } from "./statistics";

/**
 * Did the worst validation loss of the last quarter fall? By Student's interval over paired seeds. A run of the
 * candidate with a severe finding, or that broke, fails it whatever the numbers say.
 */
export function lateLossCriterion(baseline: Arm, candidate: Arm, confidence: number): Criterion {
  const broken = candidate.lateLosses.filter((loss) => !Number.isFinite(loss)).length;
  const difference = differenceOf(baseline.lateLosses, candidate.lateLosses, confidence);
  const { severe } = candidate;
  const failed = severe !== null || broken > 0 || difference.low >= 0;
  return criterion({
    name: "late validation loss",
    group: "stability",
    passed: failed ? false : difference.high < 0 ? true : null,
    difference,
    unit: "nats",
    margin: 0,
    confidence,
    asked: "below 0",
    ...(severe === null
      ? {}
      : { remark: `A run of the candidate shows ${severe.signal}: ${severe.meaning}` }),
  });
}

/** Runs that broke have no loss to subtract: then nothing is known of the difference but its sign. */
function differenceOf(before: readonly number[], after: readonly number[], confidence: number): Estimate {
  if ([...before, ...after].every(Number.isFinite)) return pairedDifference(before, after, confidence);
  const mean = after.every(Number.isFinite) ? -Infinity : Infinity;
  return { mean, low: -Infinity, high: Infinity, count: before.length };
}

/**
 * How many times the baseline's spread over seeds is the candidate's? The ratio of the standard deviations of the late
 * losses, its interval by F with S - 1 and S - 1 degrees of freedom. It fails where the spread is larger than the
 * margin, or larger by more than seeds explain (interval above 1) and by half of the margin: a handful of seeds
 * tells spreads apart only roughly, so nothing more is asked.
 */
export function spreadCriterion(
  baseline: Arm,
  candidate: Arm,
  margin: number,
  confidence: number,
): Criterion {
  const [before, after] = [baseline, candidate].map(({ lateLosses }) => deviation(lateLosses));
  const count = baseline.lateLosses.length;
  const ratio = after === before ? 1 : after / before;
  const reach = count > 1 ? Math.sqrt(fQuantile((1 + confidence) / 2, count - 1, count - 1)) : Infinity;
  const difference: Estimate = { mean: ratio, low: ratio / reach, high: ratio * reach, count };
  const failed = ratio > margin || (difference.low > 1 && ratio > (1 + margin) / 2);
  return criterion({
    name: "spread over seeds",
    group: "stability",
    passed: count > 1 && !Number.isNaN(ratio) ? !failed : null,
    difference,
    unit: "times",
    margin,
    confidence,
    asked: `at most ${margin} times the baseline's`,
  });
}

function deviation(values: readonly number[]): number {
  if (!values.every(Number.isFinite)) return Infinity;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((all, value) => all + (value - mean) ** 2, 0) / (values.length - 1));
}
