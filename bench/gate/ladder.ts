import type { Dataset } from "../../src/data";
import { macroF1 } from "../../src/metrics";
import { finalOf, predict, runSpec } from "../../src/training";
import { poolFor } from "../../src/tuning/worker-pool";
import { table } from "../lib/markdown";
import { choicesOf, taskOf, WANTED, type Plan, type Setting } from "./regimes";

/** Mean of some runs, in points: accuracy and macro-F1 on the pool, and macro-F1 on validation. */
interface Rung extends Setting {
  readonly accuracy: number;
  readonly macroF1: number;
  readonly validation: number;
}

/** Runs of each rung. */
const RUNS = 16;
/** Rungs that are tried, from the plan's own rate: for the candidate, for the baseline, and at twice the epochs. */
const AROUND = [-4, 3] as const;
const BELOW = [-3, 3] as const;
const LONGER = [-6, -2] as const;
/** The ladder, the same for all plans: quarter octaves through .01, to two digits. */
const rateOf = (rung: number): number => Number((0.01 * 2 ** (rung / 4)).toPrecision(2));
const rungOf = (rate: number): number => Math.round(4 * Math.log2(rate / 0.01));

/**
 * What a plan's settings were chosen from: the ladder around its candidate's and its baseline's rate, and the
 * candidate's at twice the epochs. Runs have the seeds from `seed` on. Says what the rules in `regimes.ts` would choose.
 */
export async function ladderOf(plan: Plan, dataset: Dataset, seed: number): Promise<string> {
  const { features } = taskOf(plan, dataset);
  const { candidate, baseline } = plan;
  const { x, y } = features.splits.test;
  const pool = poolFor(features, "fused");
  const rung = async (setting: Setting, epochs = plan.fixed.epochs): Promise<Rung> => {
    const choices = choicesOf(plan, features, setting, epochs);
    const runs = await Promise.all(
      Array.from({ length: RUNS }, async (_, k) => {
        const spec = await runSpec(features, { ...choices, engine: "fused", seed: seed + k });
        const { record, weights } = await pool.train(spec);
        const { labels } = predict(weights, x);
        const right = labels.reduce((sum, label, i) => sum + (label === y[i] ? 1 : 0), 0);
        return [right / labels.length, macroF1(y, labels), finalOf(record).validation.macroF1];
      }),
    );
    const mean = (of: number): number => (100 * runs.reduce((sum, run) => sum + run[of], 0)) / RUNS;
    return { ...setting, accuracy: mean(0), macroF1: mean(1), validation: mean(2) };
  };
  const climb = (from: Setting, [low, high]: readonly [number, number], epochs?: number): Promise<Rung[]> =>
    Promise.all(
      Array.from({ length: high - low + 1 }, (_, k) =>
        rung({ ...from, rate: rateOf(rungOf(from.rate) + low + k) }, epochs),
      ),
    );

  const alike = baseline.kind === candidate.kind;
  const rungs = await climb(candidate, AROUND);
  const others = alike ? rungs : await climb(baseline, BELOW);
  const [best, top] = [bestOf(rungs), bestOf(others)];
  const gain = (of: Rung): number => Math.min(best.accuracy - of.accuracy, best.macroF1 - of.macroF1);
  const far = (of: Rung): number => Math.abs(gain(of) - WANTED);
  const chosen = others.filter(({ rate }) => rate < top.rate).reduce((a, b) => (far(b) < far(a) ? b : a));
  const longer = await climb(candidate, LONGER, 2 * plan.fixed.epochs);
  const accuracyOf = (all: readonly Rung[]): number => Math.max(...all.map(({ accuracy }) => accuracy));
  const rows = (alike ? rungs : [...rungs, ...others]).map((one) => [
    `${one.kind} ${one.rate}`,
    ...[one.accuracy, one.macroF1, one.validation, gain(one)].map((value) => value.toFixed(2)),
  ]);
  return [
    `## ${plan.task}`,
    table(["", "accuracy", "macro-F1", "validation macro-F1", "gain of the best over it"], rows),
    `By the rules: candidate ${best.kind} ${best.rate}, baseline ${chosen.kind} ${chosen.rate} (gain ` +
      `${gain(chosen).toFixed(2)}). Twice the epochs: ${(accuracyOf(longer) - accuracyOf(rungs)).toFixed(2)} points at their best rate.`,
  ].join("\n\n");
}

function bestOf(rungs: readonly Rung[]): Rung {
  return rungs.reduce((a, b) => (b.validation > a.validation ? b : a));
}
