import type { MemorisationLedger } from "../evaluation";
import { divergedAt, shareCurve } from "./memorisation-curves";
import { count, readable } from "./numbers";

/** The setting that has learned most of the wrong labels at its end, and the one that has learned least. */
export function memorisationAnswer({ groups, labels }: MemorisationLedger): string {
  const ends = groups
    .map((group) => {
      const [wrong] = shareCurve(group, "wrongLearned").slice(-1);
      const [right] = shareCurve(group, "cleanFitted").slice(-1);
      return { label: group.label, epoch: wrong.epoch, wrong: wrong.median, right: right.median };
    })
    .sort((a, b) => b.wrong - a.wrong);
  const broke = groups.flatMap(divergedAt).length;
  const runs = groups.reduce((sum, group) => sum + group.runs.length, 0);
  const tail = broke === 0 ? "" : ` ${broke} of ${count(runs, "run")} diverged.`;
  const [most, least] = [ends[0], ends[ends.length - 1]];
  const total = `the ${labels.wrong.toLocaleString("en-US")} wrong labels`;
  const right = ({ right }: typeof most): string => `${readable(right)}% of the right ones`;
  if (ends.length === 1) {
    return `By epoch ${most.epoch} it has learned ${readable(most.wrong)}% of ${total} and ${right(most)}.${tail}`;
  }
  return (
    `Most mistakes: ${most.label}, which by epoch ${most.epoch} has learned ${readable(most.wrong)}% of ${total} and ` +
    `${right(most)}. Fewest: ${least.label}, ${readable(least.wrong)}% and ${right(least)}.${tail}`
  );
}
