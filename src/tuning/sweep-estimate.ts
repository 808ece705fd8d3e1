import type { Features } from "../features";
import { rungBudgets } from "./halving";
import type { RunStore } from "./store/run-store";
import type { SweepPlan } from "./sweep-plan";
import { timeWork } from "./sweep-timing";
import { bytesOf, secondsPerWork, stepsOf, workOf } from "./sweep-work";

/** What a sweep will cost, as far as that can be known before it starts. */
export interface SweepEstimate {
  /** Runs in all, and those that the store already has. */
  readonly runs: number;
  readonly found: number;
  /** Optimizer steps of the runs that are to do; fewer where runs diverge. */
  readonly steps: number;
  /** Bytes that their records will take, roughly. */
  readonly bytes: number;
  /** Null where nothing is known: then the first runs will tell. */
  readonly seconds: number | null;
  /** Where `seconds` come from: runs of these features and engine in the store, or some steps timed now. */
  readonly by: "store" | "timing" | null;
  readonly secondsPerWork: number | null;
}

/**
 * Runs, steps, time and disk of a sweep. With halving, the runs of all rungs, at the mean of the points; which of
 * the later rungs' runs the store has depends on the results, so they count as to do.
 */
export async function estimateSweep(
  plan: SweepPlan,
  features: Features,
  store: RunStore,
  threads: number,
): Promise<SweepEstimate> {
  const held = new Set(await store.ids());
  const own = new Set(plan.runs.map(({ id }) => id));
  const { halving } = plan;
  const missing = plan.runs.filter(({ id }) => halving !== null || !held.has(id));
  const stored = await secondsPerWork(own, plan.runs[0].spec, features, store);
  const timed = stored !== null || missing.length === 0 ? null : await timeWork(missing[0].spec, features);
  const each = stored ?? timed;
  const total = (of: typeof stepsOf): number =>
    missing.reduce((sum, { spec }) => sum + of(spec, features), 0);
  let [runs, share] = [plan.runs.length, 1];
  if (halving !== null) {
    const { epochs } = plan.runs[0].spec;
    const rungs = rungBudgets(plan.points.length, epochs, halving.factor);
    runs = rungs.reduce((sum, { points }) => sum + points * plan.seeds.length, 0);
    share = rungs.reduce((sum, rung) => sum + rung.points * rung.epochs, 0) / (plan.points.length * epochs);
  }
  return {
    runs,
    found: plan.runs.length - missing.length,
    steps: Math.round(total(stepsOf) * share),
    bytes: Math.round(total(bytesOf) * share),
    seconds: each === null ? null : (each * total(workOf) * share) / threads,
    by: stored !== null ? "store" : timed !== null ? "timing" : null,
    secondsPerWork: each,
  };
}
