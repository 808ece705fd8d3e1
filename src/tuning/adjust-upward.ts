import { median, pairedDifference } from "../evaluation";
import type { Features } from "../features";
import { diagnose } from "../signals";
import { macroF1s, sweepRates, type RatePoint } from "./rate-sweep";
import type { RunAllOptions } from "./run-all";
import { planAdjustUpward, type UpwardChoices, type UpwardPlan } from "./upward-plan";

/** One rung of the ladder: what was tried, and why it was kept or left. */
export interface Rung {
  readonly point: RatePoint;
  readonly decision: "start" | "up" | "back off";
  readonly reason: string;
}

/** The way up from a conservative rate, rung by rung, and the rate that it stopped at. */
export interface UpwardAdjustment {
  readonly kind: "upward-adjustment";
  readonly plan: UpwardPlan;
  readonly rungs: readonly Rung[];
  readonly chosen: RatePoint;
  /** Whether it backed off, or ran out of rungs while still stable. */
  readonly edgeFound: boolean;
}

/**
 * Goes up from a conservative rate while stability holds: the plan of {@link planAdjustUpward}, carried out. Each rung
 * is trained with every seed; the first that diverges, oscillates, or is worse on validation than the best so far by
 * more than seeds explain ends the way up, and the best rung before it is kept.
 *
 * @throws InputError as {@link planAdjustUpward}
 * @example show(await adjustUpward(features, { start: 0.01, seeds: [1, 2, 3] }));
 */
export async function adjustUpward(
  features: Features,
  choices: UpwardChoices = {},
  options: RunAllOptions = {},
): Promise<UpwardAdjustment> {
  const plan = await planAdjustUpward(features, choices);
  const { rates, cost, study } = plan;
  const rungs: Rung[] = [];
  let done = 0;
  const watched: RunAllOptions = {
    ...options,
    onProgress: ({ run }) => options.onProgress?.({ done: ++done, total: cost.runs, run }),
  };
  let best: RatePoint | undefined;
  for (const rate of rates) {
    const sweep = await sweepRates(features, { ...choices, rates: [rate], seeds: study.seeds }, watched);
    const point = sweep.points[0];
    const trouble =
      best === undefined ? instability(point) : (instability(point) ?? lossOfQuality(best, point));
    if (trouble !== null) {
      rungs.push({ point, decision: "back off", reason: trouble });
      return { kind: "upward-adjustment", plan, rungs, chosen: best ?? point, edgeFound: true };
    }
    rungs.push({ point, decision: best === undefined ? "start" : "up", reason: gain(best, point) });
    if (best === undefined || point.macroF1.mean > best.macroF1.mean) best = point;
  }
  return { kind: "upward-adjustment", plan, rungs, chosen: best as RatePoint, edgeFound: false };
}

function instability(point: RatePoint): string | null {
  const severe = point.runs.flatMap((run) =>
    diagnose(run.record).findings.filter((finding) => finding.severity === "severe"),
  );
  if (severe.length === 0) return null;
  return `${severe[0].signal} in ${point.runs.length === 1 ? "the run" : `some of ${point.runs.length} runs`}: ${severe[0].meaning}`;
}

function lossOfQuality(best: RatePoint, point: RatePoint): string | null {
  const difference = pairedDifference(macroF1s(best), macroF1s(point));
  // Without an interval (one seed) a whole point counts.
  const margin = Number.isFinite(difference.high) ? difference.high : difference.mean + 0.01;
  if (margin >= 0) return null;
  return `validation macro-F1 fell ${points(-difference.mean)} points below that at ${best.rate}, more than seeds explain`;
}

function gain(best: RatePoint | undefined, point: RatePoint): string {
  if (best === undefined) return "the conservative start";
  const difference = median(macroF1s(point)) - median(macroF1s(best));
  return `stable; validation macro-F1 ${difference >= 0 ? "+" : "−"}${points(Math.abs(difference))} points`;
}

function points(share: number): string {
  return (share * 100).toFixed(1);
}
