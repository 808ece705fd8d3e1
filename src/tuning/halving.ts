import type { Features } from "../features";
import { plannedSteps, runId, type RunSpec, type SplitScore } from "../training";
import {
  runSweep,
  type Executor,
  type SweepOptions,
  type SweepOutcome,
  type SweepProgress,
} from "./run-sweep";
import type { RunStore } from "./store/run-store";
import type { SweepPlan } from "./sweep-plan";
import { shortened } from "./sweep-schedule";
import type { HalvingRule } from "./sweep-spec";
import { workOf } from "./sweep-work";

/** One rung: so many points, each trained for so many epochs with every seed. */
export interface RungBudget {
  readonly epochs: number;
  readonly points: number;
}

/** A rung that was trained. */
export interface Rung {
  readonly epochs: number;
  /** Points that were trained, as indices into the plan's, in its order. */
  readonly points: readonly number[];
  /** Those of them that went on to the next rung; at the last one, the best. */
  readonly kept: readonly number[];
  readonly runs: readonly { readonly id: string; readonly spec: RunSpec; readonly point: number }[];
  readonly outcomes: readonly (SweepOutcome | undefined)[];
}

/** What came of successive halving. Its runs explored: nothing that a verdict rests on may use them. */
export interface HalvingResult {
  readonly halving: true;
  readonly rungs: readonly Rung[];
  readonly found: number;
  readonly trained: number;
  readonly interrupted: boolean;
}

/**
 * The rungs for n points and a full budget of R epochs: `s = min(floor(log_f n), floor(log_f R))` halvings; rung k
 * trains `floor(n / f^k)` points for `floor(R / f^(s - k))` epochs, so that every rung costs about the same and the
 * last one trains for all R.
 *
 * @example rungBudgets(27, 9, 3) // 27 points for 1 epoch, 9 for 3, 3 for 9
 */
export function rungBudgets(points: number, epochs: number, factor: number): RungBudget[] {
  let halvings = 0;
  while (factor ** (halvings + 1) <= Math.min(points, epochs)) halvings++;
  return Array.from({ length: halvings + 1 }, (_, k) => ({
    epochs: Math.floor(epochs / factor ** (halvings - k)),
    points: Math.floor(points / factor ** k),
  }));
}

/**
 * The run of a rung: the same spec for fewer epochs, its schedule's lengths shortened with it. Another spec, and so
 * another run with an id of its own; at the full budget, the very run of a sweep without halving.
 */
export function rungSpec(spec: RunSpec, epochs: number, features: Features): RunSpec {
  if (epochs === spec.epochs) return spec;
  const from = plannedSteps(features, spec);
  const to = plannedSteps(features, { ...spec, epochs });
  return { ...spec, epochs, schedule: shortened(spec.schedule, from, to) };
}

/**
 * Successive halving: trains all points for a few epochs, keeps the best 1 / factor by their mean validation score
 * over the seeds, trains those for `factor` times as many epochs, and so on to the full budget. A point with a
 * diverged run ranks behind all others; of equals the first in the plan goes on.
 *
 * It finds good points at a fraction of the cost of the whole sweep, but what it drops was judged early, which
 * favours rates that are fast at first: so it is for exploring, and nothing that a verdict rests on may use it.
 *
 * @throws what `runSweep` throws; what is done is kept in the store
 * @see Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016
 */
export async function runHalving(
  plan: SweepPlan,
  rule: HalvingRule,
  features: Features,
  store: RunStore,
  executor: Executor,
  options: SweepOptions = {},
): Promise<HalvingResult> {
  const budgets = rungBudgets(plan.points.length, plan.runs[0].spec.epochs, rule.factor);
  const total = budgets.reduce((sum, { points }) => sum + points * plan.seeds.length, 0);
  const workOfEpoch = workOfPoint(plan, features) / plan.runs[0].spec.epochs;
  const rungs: Rung[] = [];
  let points = [...plan.points.keys()];
  let [found, trained, interrupted, diverged] = [0, 0, false, 0];
  for (const [k, { epochs }] of budgets.entries()) {
    const runs = points.flatMap((point) =>
      plan.points[point].runs.map((run) => {
        const spec = rungSpec(plan.runs[run].spec, epochs, features);
        return { id: runId(spec), spec, point };
      }),
    );
    const before = { done: found + trained, found, diverged };
    const onProgress = (progress: SweepProgress): void =>
      options.onProgress?.({
        ...progress,
        total,
        done: before.done + progress.done,
        found: before.found + progress.found,
        diverged: before.diverged + progress.diverged,
      });
    const later = budgets.slice(k + 1).map((rung) => rung.points * rung.epochs);
    const workAfter = later.reduce((sum, epochs) => sum + epochs, 0) * workOfEpoch;
    const rungOptions = { ...options, onProgress, workAfter };
    const result = await runSweep(distinct(runs), features, store, executor, rungOptions);
    const byId = new Map(result.outcomes.flatMap((outcome) => (outcome ? [[outcome.id, outcome]] : [])));
    const outcomes = runs.map(({ id }) => byId.get(id));
    found += result.found;
    trained += result.trained;
    interrupted = result.interrupted;
    diverged += outcomes.filter((outcome) => outcome?.status === "diverged").length;
    const next = k + 1 < budgets.length ? budgets[k + 1].points : 1;
    const kept = interrupted ? [] : best(points, runs, outcomes, rule, next);
    rungs.push({ epochs, points, kept, runs, outcomes });
    if (interrupted) break;
    points = kept;
  }
  return { halving: true, rungs, found, trained, interrupted };
}

/** The points that go on, in the order of the plan. */
function best(
  points: readonly number[],
  runs: Rung["runs"],
  outcomes: Rung["outcomes"],
  { by }: HalvingRule,
  keep: number,
): number[] {
  const measure = by.slice("validation.".length) as keyof SplitScore;
  const sign = measure === "loss" ? 1 : -1;
  const ranked = points.map((point) => {
    const own = outcomes.filter(
      (outcome, i) => runs[i].point === point && outcome !== undefined,
    ) as SweepOutcome[];
    const mean = own.reduce((sum, { validation }) => sum + validation[measure], 0) / own.length;
    const sound = own.every(({ status }) => status === "done") && Number.isFinite(mean);
    return { point, rank: sound ? sign * mean : Infinity };
  });
  // The sort is stable: of equals the first stays first. Infinity minus itself would be NaN.
  ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank));
  return ranked
    .slice(0, keep)
    .map(({ point }) => point)
    .sort((a, b) => a - b);
}

/** Specs that differ in a length may become the same when they are shortened. */
function distinct<T extends { readonly id: string }>(runs: readonly T[]): T[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()];
}

/** The mean work of a point's runs, for the time that is left. */
function workOfPoint(plan: SweepPlan, features: Features): number {
  return plan.runs.reduce((sum, { spec }) => sum + workOf(spec, features), 0) / plan.points.length;
}
