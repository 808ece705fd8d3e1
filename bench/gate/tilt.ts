import type { Random } from "../../src/data";
import type { Labels } from "../../src/metrics";
import type { BankedRun } from "./bank";

/** Test messages drawn with replacement from a pool, each with its own probability. */
export interface Sampler {
  /** Points of accuracy and of macro-F1, candidate minus baseline, that are true of what is drawn. */
  readonly gain: number;
  readonly macroGain: number;
  /** 1 / sum p^2 as a share of the pool: how many messages it weighs as, 0 to 1 (1: all alike). */
  readonly effective: number;
  draw(random: Random, count: number): Int32Array;
}

/** Runs of each arm that the true gain in macro-F1 is taken from; the gain in accuracy rests on all of them. */
const MACRO_RUNS = 100;

/**
 * Draws messages so that the true gain is what was asked: message i has a probability proportional to exp(lambda d[i])
 * among those of its intent, with d[i] the mean difference of the arms on it over all runs of the bank (exponential
 * tilting). Intents keep their frequencies and arms their own mistakes, and the gain is known. A gain above 0 is that in
 * accuracy and in macro-F1, whichever is smaller; one of 0 or below is that in accuracy.
 *
 * @param gain in points; null draws all alike
 */
export function sampler(
  truth: Labels,
  baseline: readonly BankedRun[],
  candidate: readonly BankedRun[],
  gain: number | null,
): Sampler {
  const difference = Float64Array.from({ length: truth.length }, (_, row) => {
    const share = (runs: readonly BankedRun[]): number =>
      runs.reduce((sum, { labels }) => sum + (labels[row] === truth[row] ? 1 : 0), 0) / runs.length;
    return share(candidate) - share(baseline);
  });
  const accuracyGain = (chances: Float64Array): number =>
    100 * difference.reduce((sum, d, i) => sum + d * chances[i], 0);
  const macroGain = (chances: Float64Array): number => {
    const of = (runs: readonly BankedRun[]): number =>
      runs
        .slice(0, MACRO_RUNS)
        .reduce((all, { labels }) => all + weightedMacroF1(truth, labels, chances), 0) /
      Math.min(MACRO_RUNS, runs.length);
    return 100 * (of(candidate) - of(baseline));
  };
  const at = (lambda: number): Float64Array => tilted(truth, difference, lambda);
  const both = (chances: Float64Array): number => Math.min(accuracyGain(chances), macroGain(chances));
  const chances =
    gain === null ? at(0) : at(solve((lambda) => (gain > 0 ? both : accuracyGain)(at(lambda)), gain));
  const upTo = new Float64Array(truth.length);
  let sum = 0;
  chances.forEach((chance, i) => (upTo[i] = sum += chance));
  return {
    gain: accuracyGain(chances),
    macroGain: macroGain(chances),
    effective: 1 / chances.reduce((all, chance) => all + chance ** 2, 0) / truth.length,
    draw: (random, count) => Int32Array.from({ length: count }, () => position(upTo, random.next() * sum)),
  };
}

/** Probabilities of the messages: exp(lambda d) within an intent, whose share of the pool stays as it is. */
function tilted(truth: Labels, difference: Float64Array, lambda: number): Float64Array {
  const weights = difference.map((d) => Math.exp(lambda * d));
  const mass = new Map<number, { weight: number; count: number }>();
  weights.forEach((weight, i) => {
    const of = mass.get(truth[i]) ?? { weight: 0, count: 0 };
    mass.set(truth[i], { weight: of.weight + weight, count: of.count + 1 });
  });
  return weights.map((weight, i) => {
    const { weight: whole, count } = mass.get(truth[i]) as { weight: number; count: number };
    return ((weight / whole) * count) / truth.length;
  });
}

/** lambda for the gain asked, by bisection; the gain rises with lambda. */
function solve(gainAt: (lambda: number) => number, asked: number): number {
  let [low, high] = [-100, 100];
  if (gainAt(low) > asked || gainAt(high) < asked)
    throw new Error(`no messages give a gain of ${asked} points`);
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (gainAt(middle) < asked) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function weightedMacroF1(truth: Labels, labels: Labels, chances: Float64Array): number {
  const [right, whole] = [new Float64Array(256), new Float64Array(256)];
  for (let i = 0; i < truth.length; i++) {
    whole[truth[i]] += chances[i];
    whole[labels[i]] += chances[i];
    if (truth[i] === labels[i]) right[truth[i]] += 2 * chances[i];
  }
  let [sum, classes] = [0, 0];
  whole.forEach((all, label) => {
    if (all === 0) return;
    sum += right[label] / all;
    classes++;
  });
  return sum / classes;
}

/** The first position whose running sum is above `at`. */
function position(upTo: Float64Array, at: number): number {
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle] > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
