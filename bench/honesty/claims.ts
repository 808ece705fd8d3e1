import type { Estimate } from "../../src";
import type { HonestyFigures } from "./measure";

/** One line of the datasheet: what was asked, what was measured, whether it holds (null: not measured here). */
export interface Claim {
  readonly asked: string;
  readonly measured: string;
  readonly holds: boolean | null;
}

/** What the data were asked to show, held against one data set's figures. */
export function claims(f: HonestyFigures, svm: number | null, spearman: number | null): Claim[] {
  const lost = (at: { test: number } | undefined): number => (at === undefined ? NaN : f.best.test - at.test);
  const ratio = Math.max(f.best.rate / f.secondBest.rate, f.secondBest.rate / f.best.rate);
  const learned = f.hottest.wrongLearned - f.best.wrongLearned;
  const slice = f.sliceByRate;
  return [
    {
      asked: "at most 1% of test messages with 5-gram Jaccard .8 or more to a training one",
      measured: pc(f.nearDuplicates, 2),
      holds: f.nearDuplicates <= 0.01,
    },
    {
      asked: "1-nearest-neighbour at least 5 points below the model",
      measured: `${pc(f.nearestNeighbour)} against ${pc(f.best.test)}`,
      holds: f.best.test - f.nearestNeighbour >= 0.05,
    },
    {
      asked: "TF-IDF with a linear SVM (all defaults) between 78% and 90%",
      measured: svm === null ? "no Python named" : pc(svm),
      holds: svm === null ? null : svm >= 0.78 && svm <= 0.9,
    },
    {
      asked: "the best rate scores 85-93%",
      measured: `${pc(f.best.test)} at ${f.best.rate}`,
      holds: f.best.test >= 0.85 && f.best.test <= 0.93,
    },
    {
      asked: "a tenth of the best rate loses 10 points or more",
      measured:
        f.tenth === undefined ? "not in the grid" : `${points(lost(f.tenth))} lost at ${f.tenth.rate}`,
      holds: f.tenth === undefined ? null : lost(f.tenth) >= 0.1,
    },
    {
      asked: "ten times the best loses 20 points or diverges",
      measured:
        f.tenfold === undefined
          ? "not in the grid"
          : `${points(lost(f.tenfold))} lost at ${f.tenfold.rate}, ${f.tenfold.diverged} of 3 runs diverged`,
      holds: f.tenfold === undefined ? null : lost(f.tenfold) >= 0.2 || f.tenfold.diverged === 3,
    },
    {
      asked: "rates within a point of the best span .5 to 1.5 decades",
      measured: `${f.bandDecades.toFixed(2)} decades`,
      holds: f.bandDecades >= 0.5 && f.bandDecades <= 1.5,
    },
    {
      asked: "best rates of two configurations differ threefold or more",
      measured: `${f.best.rate} (mlp) and ${f.secondBest.rate} (linear): ${ratio.toFixed(1)}-fold`,
      holds: ratio >= 3,
    },
    {
      asked: "the hottest rate that does not diverge learns 15 points more of the wrong labels than the best",
      measured: `${pc(f.hottest.wrongLearned)} at ${f.hottest.rate}, ${pc(f.best.wrongLearned)} at ${f.best.rate}`,
      holds: learned >= 0.15,
    },
    {
      asked: "at the hot edge decay (cosine) gains 2 points or more, interval above 0",
      measured: `${estimate(f.edgeDecay)} at ${f.hottest.rate}`,
      holds: f.edgeDecay.mean >= 0.02 && f.edgeDecay.low > 0,
    },
    { asked: "decay, tuned against tuned: reported", measured: estimate(f.tunedDecay), holds: null },
    { asked: "warmup at the hot edge: reported", measured: estimate(f.edgeWarmup), holds: null },
    { asked: "warmup, tuned against tuned: reported", measured: estimate(f.tunedWarmup), holds: null },
    {
      asked: "one slice loses 3 points or more by the rate alone while the whole moves by 1 or less",
      measured:
        `${slice.slice} (${slice.messages} messages) ${signed(slice.sliceChange)} from rate ${slice.from} to ${slice.to}, ` +
        `the whole ${signed(slice.overall)}`,
      holds: slice.sliceChange <= -0.03 && Math.abs(slice.overall) <= 0.01,
    },
    {
      asked: "ranking of rates agrees with BANKING77's, Spearman .9 or more",
      measured: spearman === null ? "no BANKING77 named" : spearman.toFixed(2),
      holds: spearman === null ? null : spearman >= 0.9,
    },
  ];
}

function pc(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}%`;
}

function points(share: number): string {
  return `${(100 * share).toFixed(1)} points`;
}

function signed(share: number): string {
  return `${share < 0 ? "−" : "+"}${(100 * Math.abs(share)).toFixed(1)}`;
}

function estimate({ mean, low, high }: Estimate): string {
  return `${signed(mean)} points (95% interval ${signed(low)} to ${signed(high)})`;
}
