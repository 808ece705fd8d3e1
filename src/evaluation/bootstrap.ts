import { createRandom } from "../data";
import type { Labels } from "../metrics";
import type { PairedArms } from "./paired-arms";

/** A difference of test scores by resampling: candidate minus baseline, in points. */
export interface BootstrapCheck {
  readonly name: "test accuracy" | "test macro-F1";
  /** Percentile interval. */
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly draws: number;
}

/** Draws give the ends of a 95% interval to about a thirtieth of its width. */
const DRAWS = 1000;

/**
 * A cross-check of the gate's intervals that shares nothing with them but the labels: seeds and messages are both
 * drawn anew with replacement, each independently of the other (the pigeonhole bootstrap), and accuracy and macro-F1
 * of both arms are computed anew in every draw, with no linearisation, no variance formula and no t. Percentiles of the
 * draws' differences are its interval.
 *
 * It has a bias of its own: S seeds show (S - 1) / S of their variance, so with five it is a tenth too narrow where
 * seeds decide; and messages' chance is counted up to three times, so it is too wide where that decides. It therefore
 * judges nothing.
 *
 * Source: Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1(2), 2007 (arXiv 0712.1111).
 *
 * @param arms labels of the test messages, one list a seed, paired
 * @param seed for the draws
 */
export function bootstrapChecks(
  { truth, baseline, candidate }: PairedArms,
  confidence: number,
  seed = 0,
): BootstrapCheck[] {
  const random = createRandom(seed);
  // Typed: the innermost loop goes over millions of labels.
  const right = Int32Array.from(truth);
  const pairs = baseline.map((labels, s) => [labels, candidate[s]].map((arm) => Int32Array.from(arm)));
  const messages = truth.length;
  const classes =
    1 + [truth, ...baseline, ...candidate].reduce((top, labels) => Math.max(top, highest(labels)), 0);
  const difference = (before: Int32Array, after: Int32Array, weights: Int32Array) => {
    const [old, now] = [before, after].map((labels) => weightedScores(right, labels, weights, classes));
    return { accuracy: now.accuracy - old.accuracy, macroF1: now.macroF1 - old.macroF1 };
  };
  const accuracy: number[] = [];
  const macroF1: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const weights = new Int32Array(messages);
    for (let i = 0; i < messages; i++) weights[random.int(messages)]++;
    const differences = pairs.map(([before, after]) => lazily(() => difference(before, after, weights)));
    let [ofAccuracy, ofMacroF1] = [0, 0];
    for (let s = 0; s < pairs.length; s++) {
      const drawn = differences[random.int(pairs.length)]();
      ofAccuracy += drawn.accuracy;
      ofMacroF1 += drawn.macroF1;
    }
    accuracy.push((100 * ofAccuracy) / pairs.length);
    macroF1.push((100 * ofMacroF1) / pairs.length);
  }
  return [
    { name: "test accuracy", ...percentiles(accuracy, confidence), confidence, draws: DRAWS },
    { name: "test macro-F1", ...percentiles(macroF1, confidence), confidence, draws: DRAWS },
  ];
}

/** Accuracy and macro-F1 as `metrics` defines them, each message counted as often as its weight says. */
export function weightedScores(
  truth: Int32Array,
  predicted: Int32Array,
  weights: Int32Array,
  classes: number,
): { accuracy: number; macroF1: number } {
  const hits = new Float64Array(classes);
  const counts = new Float64Array(classes);
  let [right, all] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    const weight = weights[i];
    if (weight === 0) continue;
    all += weight;
    counts[truth[i]] += weight;
    counts[predicted[i]] += weight;
    if (truth[i] === predicted[i]) {
      hits[truth[i]] += weight;
      right += weight;
    }
  }
  let [sum, seen] = [0, 0];
  for (let c = 0; c < classes; c++) {
    if (counts[c] === 0) continue;
    seen++;
    sum += (2 * hits[c]) / counts[c];
  }
  return { accuracy: right / all, macroF1: sum / seen };
}

/** The middle `confidence` of the values, ends by nearest rank. */
function percentiles(values: readonly number[], confidence: number): { low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(((1 - confidence) / 2) * sorted.length);
  return { low: sorted[cut], high: sorted[sorted.length - 1 - cut] };
}

/** A pair of a seed that a draw repeats is scored once. */
function lazily<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}

function highest(labels: Labels | ArrayLike<number>): number {
  let top = 0;
  for (let i = 0; i < labels.length; i++) top = Math.max(top, labels[i]);
  return top;
}
