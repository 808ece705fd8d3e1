import type { RecordedRun } from "../training";
import { bestRung, nextRung, RUNG, topOfLadder } from "./range-ladder";
import type { RangeTest } from "./range-test";
import type { RatePoint } from "./rate-sweep";

/** Rungs from the guess up, then wherever the best one is the last. */
export async function climb(
  guess: number,
  { low, high }: { low: number; high: number },
  maxRates: number,
  tryRates: (rates: number[]) => Promise<readonly RatePoint<RecordedRun>[]>,
): Promise<RatePoint<RecordedRun>[]> {
  const rung = (i: number): number => Number((guess * RUNG ** i).toPrecision(3));
  const inside = (i: number): boolean => rung(i) >= low && rung(i) <= high;
  // The walk's loss turns a little early, from the noise of the high rates that it has come to: begin at the guess.
  // The range holds three rungs, so moving there ends.
  let bottom = 0;
  while (rung(bottom + 2) > high) bottom--;
  while (rung(bottom) < low) bottom++;
  let top = bottom + 2;
  const first = Array.from({ length: top - bottom + 1 }, (_, i) => rung(bottom + i));
  const ladder = [...(await tryRates(first))];
  while (ladder.length < maxRates) {
    const way = nextRung(ladder);
    // Above a rung that lost a run there is nothing to look for; `nextRung` never asks for it.
    if (way === "up" && inside(top + 1)) ladder.push(...(await tryRates([rung(++top)])));
    else if (way === "down" && inside(bottom - 1)) ladder.unshift(...(await tryRates([rung(--bottom)])));
    else break;
  }
  return ladder;
}

/** The answer of a ladder, with the edge that it lies at and why. */
export function judgeLadder(
  ladder: readonly RatePoint<RecordedRun>[],
): Pick<RangeTest, "answer" | "edge" | "reason"> {
  const answer = topOfLadder(ladder);
  const best = bestRung(ladder);
  if (answer === null || best === null) {
    const tried = `${ladder[0].rate} to ${ladder[ladder.length - 1].rate}`;
    return {
      answer: null,
      edge: null,
      reason: `no clear answer: a run diverged at every rate from ${tried}`,
    };
  }
  const above = ladder[best + 1];
  if (above !== undefined && above.diverged > 0) {
    const reason = `at the edge of stability: ${above.diverged} of ${above.runs.length} runs diverged at ${above.rate}`;
    return { answer, edge: "stability", reason };
  }
  if (above === undefined || best === 0) {
    const edge = above === undefined ? "high" : "low";
    return { answer, edge, reason: `the ${edge}est rate that was tried is the best: look further` };
  }
  return { answer, edge: null, reason: "whole runs at lower and at higher rates did worse" };
}
