import type { Arm } from "../../src/evaluation";
import { stabilityOf } from "../../src/evaluation";
import type { Finding } from "../../src/signals";
import { finalOf, predict, runSpec, type RunSpec } from "../../src/training";
import { poolFor } from "../../src/tuning/worker-pool";
import { keptRuns } from "./kept-runs";
import type { Regime } from "./regimes";

/** Runs that are trained, and kept, together. */
const BATCH = 100;

/** What is kept of a run: enough to be part of any gate. */
export interface BankedRun {
  /** Labels of the pool's messages. */
  readonly labels: Uint8Array;
  readonly lateLoss: number;
  readonly severe: Finding | null;
  /** Validation macro-F1 at the end, 0 to 1. */
  readonly validation: number;
}

/** Runs of a regime by seed: the baseline, the baseline with the same start and another order, the candidate. */
export interface Bank {
  readonly baseline: readonly BankedRun[];
  readonly again: readonly BankedRun[];
  readonly candidate: readonly BankedRun[];
}

/**
 * Trains `seeds` runs of each arm, all different: no two gates of a bank share a run. With a folder, what has been
 * trained is kept there and what is there is not trained again.
 */
export async function makeBank(
  regime: Regime,
  firstSeed: number,
  seeds: number,
  say: (done: number, total: number) => void,
  folder?: string,
): Promise<Bank> {
  const { features } = regime;
  const pool = poolFor(features, "fused");
  const total = 3 * seeds;
  let done = 0;
  const train = async (specs: readonly RunSpec[]): Promise<BankedRun[]> => {
    const runs = new Array<BankedRun>(specs.length);
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < specs.length) {
        const i = next++;
        const { record, weights } = await pool.train(specs[i]);
        const { lateLosses, severe } = stabilityOf([record]);
        runs[i] = {
          labels: Uint8Array.from(predict(weights, features.splits.test.x).labels),
          lateLoss: lateLosses[0],
          severe,
          validation: finalOf(record).validation.macroF1,
        };
      }
    };
    await Promise.all(Array.from({ length: 2 * pool.threads }, lane));
    return runs;
  };
  const armRuns = async (arm: Regime["baseline"], shift = 0): Promise<BankedRun[]> => {
    const runs: BankedRun[] = [];
    for (let from = 0; from < seeds; from += BATCH) {
      const specs: RunSpec[] = [];
      for (let k = from; k < Math.min(seeds, from + BATCH); k++) {
        const init = firstSeed + k;
        specs.push(await runSpec(features, { ...arm, engine: "fused", seed: { init, order: init + shift } }));
      }
      runs.push(...(await keptRuns(specs, train, folder)));
      say((done += specs.length), total);
    }
    return runs;
  };
  return {
    baseline: await armRuns(regime.baseline),
    again: await armRuns(regime.baseline, seeds),
    candidate: await armRuns(regime.candidate),
  };
}

/** An arm of some runs, on the pool's messages `rows`. */
export function armOn(runs: readonly BankedRun[], rows: ArrayLike<number>): Arm {
  return {
    labels: runs.map(({ labels }) => Uint8Array.from(rows, (row) => labels[row])),
    lateLosses: runs.map(({ lateLoss }) => lateLoss),
    severe: runs.find(({ severe }) => severe !== null)?.severe ?? null,
  };
}
