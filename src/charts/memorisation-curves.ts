import { median } from "simple-statistics";
import type { MemorisationGroup, MemorisationPoint } from "../evaluation";
import { round } from "./numbers";

/** Which labels a panel is about. */
export type LabelShare = "cleanFitted" | "wrongLearned";

/** A share at the end of an epoch over the runs of a group, in percent. */
export interface ShareRow {
  readonly series: string;
  readonly epoch: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Median, lowest and highest share at the end of each epoch. The curve ends where half of the runs have broken off:
 * the survivors alone would look steadier than the group is.
 */
export function shareCurve({ label, runs }: MemorisationGroup, share: LabelShare): ShareRow[] {
  const rows: ShareRow[] = [];
  for (let epoch = 0; ; epoch++) {
    const here = runs.flatMap(({ points }) => points.filter((point) => point.epoch === epoch));
    if (2 * here.length <= runs.length) return rows;
    const values = here.map((point: MemorisationPoint) => 100 * point[share]);
    rows.push({
      series: label,
      epoch,
      median: round(median(values), 4),
      low: round(Math.min(...values), 4),
      high: round(Math.max(...values), 4),
    });
  }
}

/** Where the diverged runs of a group ended, in epochs. */
export function divergedAt({ label, runs }: MemorisationGroup): { series: string; epoch: number }[] {
  return runs
    .filter(({ status }) => status === "diverged")
    .map(({ points }) => ({ series: label, epoch: round(points[points.length - 1].epoch, 4) }));
}
