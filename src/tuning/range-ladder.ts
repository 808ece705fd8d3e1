import type { RecordedRun } from "../training";
import { meanInterval, type Estimate } from "../evaluation";
import { macroF1s, type RatePoint } from "./rate-sweep";

/** Neighbouring rungs differ by this factor: half an octave. */
export const RUNG = Math.SQRT2;

/** Where to look next for a better rate; null when the best rung has a worse one on either side. */
export function nextRung(ladder: readonly RatePoint<RecordedRun>[]): "up" | "down" | null {
  const best = bestRung(ladder);
  // Every rung broke: only lower ones can hold.
  if (best === null) return "down";
  if (best === ladder.length - 1) return "up";
  return best === 0 ? "down" : null;
}

/** Index of the rung with the highest mean validation macro-F1 and no diverged run; null when there is none. */
export function bestRung(ladder: readonly RatePoint<RecordedRun>[]): number | null {
  let best: number | null = null;
  for (const [i, { macroF1, diverged }] of ladder.entries()) {
    if (diverged === 0 && (best === null || macroF1.mean > ladder[best].macroF1.mean)) best = i;
  }
  return best;
}

/** A rate, with its 95% interval over seeds where more than one was run. */
export interface RateAnswer {
  readonly rate: number;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The top of the ladder: the vertex of the parabola through the mean macro-F1 of the best rung and its neighbours,
 * over log rate; the best rung itself beside the end or a rung with a diverged run. The interval is Student's over
 * the tops of the single seeds, in log rate.
 */
export function topOfLadder(ladder: readonly RatePoint<RecordedRun>[]): RateAnswer | null {
  const best = bestRung(ladder);
  if (best === null) return null;
  const stable = ladder.map(({ diverged }) => diverged === 0);
  const rates = ladder.map(({ rate }) => rate);
  const means = ladder.map(({ macroF1 }) => macroF1.mean);
  const scores = ladder.map(macroF1s);
  const tops = scores[best].map((_, seed) => {
    const own = scores.map((all, i) => (stable[i] ? all[seed] : -Infinity));
    return Math.log(vertex(rates, own, own.indexOf(Math.max(...own)), stable));
  });
  return answerOf(vertex(rates, means, best, stable), meanInterval(tops));
}

/** The answer `rate` with the width of `spread`, an estimate of its logarithm. */
export function answerOf(rate: number, spread: Estimate): RateAnswer {
  const rounded = (value: number): number => Number(value.toPrecision(2));
  if (!Number.isFinite(spread.low)) return { rate: rounded(rate), low: null, high: null };
  // The interval is about the mean of the seeds' tops; the answer is the top of their mean. Hold both.
  return {
    rate: rounded(rate),
    low: rounded(Math.min(rate, Math.exp(spread.low))),
    high: rounded(Math.max(rate, Math.exp(spread.high))),
  };
}

function vertex(
  rates: readonly number[],
  scores: readonly number[],
  at: number,
  stable: readonly boolean[],
): number {
  if (!stable[at - 1] || !stable[at + 1]) return rates[at];
  const [a, b, c] = [scores[at - 1], scores[at], scores[at + 1]];
  const bend = a - 2 * b + c;
  // Rungs are evenly spaced in log rate; the middle one is the highest, so the vertex is within half a rung of it.
  return bend < 0
    ? rates[at] * Math.exp(((a - c) / (2 * bend)) * Math.log(rates[at + 1] / rates[at]))
    : rates[at];
}
