/**
 * How other libraries read a learning-rate walk, from one curve of training loss: as their sources state it, on our
 * walk's steps instead of their 100. Rates and losses step by step, lowest rate first.
 */
export interface LossCurve {
  readonly rates: readonly number[];
  readonly losses: readonly number[];
}

/** A rule gives a rate, or null where its library gives none. */
export type Finder = (curve: LossCurve) => number | null;

/** fastai's `valley`, its default: two thirds into the longest run of falling losses. */
export const fastaiValley: Finder = (curve) => {
  const { rates, losses } = trimmed(smoothed(curve, 0.98, true), 0.1, 5);
  const n = losses.length;
  if (n < 3) return null;
  // Longest decreasing subsequence by its end, as in fastai's own double loop.
  const length = new Array<number>(n).fill(1);
  let [start, end] = [0, 0];
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (losses[i] < losses[j] && length[i] < length[j] + 1) length[i] = length[j] + 1;
      if (length[end] < length[i]) {
        end = i;
        start = end - length[end];
      }
    }
  }
  const section = Math.floor((end - start) / 3);
  return rates[Math.min(n - 1, Math.max(0, start + section + Math.floor(section / 2)))];
};

/** fastai's `minimum`: a tenth of the rate with the lowest loss. */
export const fastaiMinimum: Finder = (curve) => {
  const { rates, losses } = trimmed(smoothed(curve, 0.98, true), 0.1, 5);
  return losses.length === 0 ? null : rates[argMin(losses)] / 10;
};

/** PyTorch Lightning's `suggestion`: where the smoothed loss falls steepest, the first ten steps left out. */
export const lightning: Finder = (curve) => steepest(smoothed(curve, 0.98, true), 10, 1);

/** pytorch-lr-finder's: the steepest fall of a loss of which each step is 5%, ten steps and five left out. */
export const lrFinder: Finder = (curve) => steepest(smoothed(curve, 0.95, false), 10, 5);

export const FINDERS: Readonly<Record<string, Finder>> = {
  "fastai, valley": fastaiValley,
  "fastai, minimum / 10": fastaiMinimum,
  "Lightning, steepest": lightning,
  "pytorch-lr-finder, steepest": lrFinder,
};

/** An exponential moving average, cut where it is four times the best so far. */
function smoothed({ rates, losses }: LossCurve, beta: number, corrected: boolean): LossCurve {
  const kept: number[] = [];
  let [mean, best] = [corrected ? 0 : losses[0], Infinity];
  for (const [i, loss] of losses.entries()) {
    mean = i === 0 && !corrected ? loss : beta * mean + (1 - beta) * loss;
    const value = corrected ? mean / (1 - beta ** (i + 1)) : mean;
    if (!Number.isFinite(value) || (i > 0 && value > 4 * best)) break;
    best = Math.min(best, value);
    kept.push(value);
  }
  return { rates: rates.slice(0, kept.length), losses: kept };
}

function trimmed({ rates, losses }: LossCurve, share: number, last: number): LossCurve {
  const from = Math.floor(share * losses.length);
  return { rates: rates.slice(from, -last), losses: losses.slice(from, -last) };
}

/** As `numpy.gradient(losses).argmin()`: central differences, one-sided at the ends. */
function steepest({ rates, losses }: LossCurve, first: number, last: number): number | null {
  const part = losses.slice(first, -last);
  if (part.length < 2) return null;
  const slopes = part.map((_, i) => {
    const [a, b] = [Math.max(0, i - 1), Math.min(part.length - 1, i + 1)];
    return (part[b] - part[a]) / (b - a);
  });
  return rates[first + argMin(slopes)];
}

function argMin(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value < values[best] ? i : best), 0);
}
