import { median } from "simple-statistics";
import type { RunRecord } from "../training";
import { round, unique } from "./numbers";

/** Runs that differ by seed alone. */
export interface RunGroup {
  readonly label: string;
  readonly records: readonly RunRecord[];
}

export type LossSplit = "train" | "validation";

/** Loss at one step over the seeds of a group: runs that broke count as infinitely bad in the median. */
export interface LossPoint {
  readonly step: number;
  readonly epoch: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The curves of one group of runs that differ by seed alone. */
export interface LossCurve {
  readonly label: string;
  readonly split: LossSplit;
  readonly seeds: number;
  readonly points: readonly LossPoint[];
}

/**
 * Median, lowest and highest loss of each evaluated step. The curve ends where half of the runs have broken:
 * the survivors alone would look better than the group is.
 */
export function lossCurve(label: string, records: readonly RunRecord[], split: LossSplit): LossCurve {
  const steps = unique(records.flatMap(({ evaluations }) => evaluations.map(({ step }) => step)));
  const bySeed = records.map(({ evaluations }) => new Map(evaluations.map((found) => [found.step, found])));
  const points: LossPoint[] = [];
  for (const step of steps) {
    const here = bySeed.map((evaluations) => evaluations.get(step));
    const broken = records.filter(({ status }, i) => status === "diverged" && here[i] === undefined).length;
    const losses = here.flatMap((found) => (found ? [found[split].loss] : []));
    const finite = losses.filter(Number.isFinite);
    const all = [
      ...losses.map((loss) => (Number.isFinite(loss) ? loss : Infinity)),
      ...Array(broken).fill(Infinity),
    ];
    const middle = median(all as number[]);
    if (!Number.isFinite(middle)) continue;
    const epoch = here.find((found) => found !== undefined)!.epoch;
    points.push({
      step,
      epoch: round(epoch),
      median: round(middle),
      low: round(Math.min(...finite)),
      high: round(Math.max(...finite)),
    });
  }
  return { label, split, seeds: records.length, points };
}

/** The point with the lowest median loss; undefined for a curve without points. */
export function bestPoint({ points }: LossCurve): LossPoint | undefined {
  return points.reduce<LossPoint | undefined>(
    (best, p) => (best && best.median <= p.median ? best : p),
    undefined,
  );
}
