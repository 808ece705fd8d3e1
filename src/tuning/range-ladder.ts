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
  const means = ladder.map(({ macroF1 }) => macroF1.mean);
  const top = vertex(ladder, means, best);
  return answerOf(top, meanInterval(seedTops(ladder).map(({ rate }) => Math.log(rate))));
}

/**
 * The tops of the single seeds, in their order, over the rungs without a diverged run; `within`: whether a worse rung
 * stands on either side, so that the top is not cut off there. Empty when every rung lost a run.
 */
export function seedTops(ladder: readonly RatePoint<RecordedRun>[]): { rate: number; within: boolean }[] {
  const best = bestRung(ladder);
  if (best === null) return [];
  const scores = ladder.map(macroF1s);
  return scores[best].map((_, seed) => {
    const own = scores.map((all, i) => (isStable(ladder[i]) ? all[seed] : -Infinity));
    const at = own.indexOf(Math.max(...own));
    return { rate: vertex(ladder, own, at), within: isStable(ladder[at - 1]) && isStable(ladder[at + 1]) };
  });
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

function isStable(rung: RatePoint<RecordedRun> | undefined): boolean {
  return rung !== undefined && rung.diverged === 0;
}

/** The top of the parabola through the scores of the rung `at`, the highest, and its neighbours, over log rate. */
function vertex(ladder: readonly RatePoint<RecordedRun>[], scores: readonly number[], at: number): number {
  const { rate } = ladder[at];
  if (!isStable(ladder[at - 1]) || !isStable(ladder[at + 1])) return rate;
  const [below, above] = [ladder[at - 1], ladder[at + 1]].map((rung) => Math.log(rung.rate / rate));
  // f(u) = f(0) + slope u + bend u^2, u = 0 at the rung: the rungs need not be evenly spaced.
  const [left, right] = [(scores[at - 1] - scores[at]) / below, (scores[at + 1] - scores[at]) / above];
  const bend = (right - left) / (above - below);
  return bend < 0 ? rate * Math.exp(-(left - bend * below) / (2 * bend)) : rate;
}
