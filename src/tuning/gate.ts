import type { Dataset } from "../data";
import { InputError } from "../errors";
import {
  armOf,
  findFlips,
  gateOutlook,
  lookConfidences,
  slicesOf,
  verdictOf,
  type Flips,
  type GateOutlook,
  type Verdict,
} from "../evaluation";
import type { Features } from "../features";
import { finalOf, type RunSpec, type TrainedRun } from "../training";
import type { GatePlan } from "./gate-plan";
import { keepRuns } from "./keep-runs";
import { runAll, type RunAllOptions } from "./run-all";
import { openingsOf, recordOpening, refuseOtherPlan, type Opening, type RunStore } from "./store";

/** How to run a gate. */
export interface GateOptions extends RunAllOptions {
  /** Keeps the runs' records and the ledger of openings; without it neither is kept, and nothing is refused. */
  readonly store?: RunStore;
  /** Why a test split that another plan has opened is opened again; without it that is refused. */
  readonly reopen?: { readonly why: string };
  /** Called before the test split is opened, with what the gate can be expected to do. */
  readonly onOutlook?: (outlook: GateOutlook) => void;
  /** For the ledger; default the clock. */
  readonly now?: () => Date;
}

/** What came of a gate. */
export interface GateResult {
  readonly kind: "gate-result";
  readonly plan: GatePlan;
  /** What was known before the split was opened, at the last look. */
  readonly outlook: GateOutlook;
  readonly verdict: Verdict;
  /** Test messages that the candidate breaks and mends. */
  readonly flips: Flips;
  /** The look that decided, from 1, or the last one. */
  readonly look: number;
  /** All openings of this test split by now; empty without a store. */
  readonly openings: readonly Opening[];
  /** Runs that it rests on, by arm, in the order of the seeds. */
  readonly runs: Readonly<Record<GateArm, readonly string[]>>;
  /** Scores of the arms, means over seeds, 0 to 1: on validation at the end of the runs. */
  readonly validation: Readonly<Record<"baseline" | "candidate", { accuracy: number; macroF1: number }>>;
}

/** The arms of a gate: `again` is the baseline with other orders of the messages. */
export type GateArm = "baseline" | "candidate" | "again";

/** Orders of the arm that differs in nothing else: far from any seed that a person writes. */
const OTHER_ORDER = 1_000_000_007;

/**
 * Carries out a planned gate: trains both arms, states what it can be expected to do, records that the test split is
 * opened, opens it, and judges. Where the plan has several looks, each opens with its share of the error and the next
 * is taken only while nothing is decided.
 *
 * @throws InputError where the plan was made for other data, all runs of the baseline diverged, or another plan has
 *   opened this test split and no reason is given
 * @example
 * const result = await gate(dataset, features, plan, { store: await openStore(".lr-lab") });
 * result.verdict.outcome; // "approve", "reject" or "undecided"
 */
export async function gate(
  dataset: Dataset,
  features: Features,
  plan: GatePlan,
  options: GateOptions = {},
): Promise<GateResult> {
  const { store, reopen, onOutlook, now = () => new Date(), ...running } = options;
  if (plan.baseline.features !== features.hash || plan.baseline.data !== dataset.hash) {
    throw new InputError("gate: the plan was made for other data or features; plan it again for these");
  }
  // Refused before anything is trained where it would be refused afterwards.
  if (store !== undefined && reopen === undefined) {
    refuseOtherPlan(openingsOf(store.folder, plan.test.hash), {
      plan: plan.id,
      question: plan.study.question,
    });
  }
  const confidences = lookConfidences(plan.looks, plan.rules.confidence);
  for (const [k, seeds] of plan.looks.entries()) {
    const arms = await train(features, plan, plan.study.seeds.slice(0, seeds), k, running);
    await keepRuns(store, Object.values(arms).flat());
    if (arms.baseline.every(({ record }) => record.status === "diverged")) {
      throw new InputError(
        "gate: every run of the baseline diverged, so that anything would be better; choose a baseline that trains",
      );
    }
    const records = mapArms(arms, (runs) => runs.map(({ record }) => record));
    const outlook = gateOutlook(features.splits.validation.y, records, plan.test.messages, confidences[k]);
    onOutlook?.(outlook);
    if (store !== undefined) {
      await recordOpening(store.folder, {
        test: plan.test.hash,
        plan: plan.id,
        question: plan.study.question,
        look: k + 1,
        at: now().toISOString(),
        ...reopen,
      });
    }
    const truth = features.splits.test.y;
    const [before, after] = [armOf(arms.baseline, features), armOf(arms.candidate, features)];
    const rules = { ...plan.rules, confidence: confidences[k] };
    const verdict = verdictOf(truth, slicesOf(dataset, "test"), before, after, rules);
    if (verdict.outcome === "undecided" && k < plan.looks.length - 1) continue;
    return {
      kind: "gate-result",
      plan,
      outlook,
      verdict,
      flips: findFlips({ dataset, truth, baseline: before.labels, candidate: after.labels }),
      look: k + 1,
      openings: store === undefined ? [] : openingsOf(store.folder, plan.test.hash),
      runs: mapArms(records, (all) => all.map(({ id }) => id)),
      validation: { baseline: meanScores(arms.baseline), candidate: meanScores(arms.candidate) },
    };
  }
  throw new InputError("gate: the plan has no look");
}

async function train(
  features: Features,
  plan: GatePlan,
  seeds: readonly number[],
  look: number,
  options: RunAllOptions,
): Promise<Record<GateArm, TrainedRun[]>> {
  const before = look === 0 ? 0 : 3 * plan.looks[look - 1];
  const total = 3 * plan.study.seeds.length;
  const arms: Record<GateArm, (seed: number) => RunSpec> = {
    baseline: (seed) => ({ ...plan.baseline, seeds: { init: seed, order: seed } }),
    candidate: (seed) => ({ ...plan.candidate, seeds: { init: seed, order: seed } }),
    again: (seed) => ({ ...plan.baseline, seeds: { init: seed, order: seed + OTHER_ORDER } }),
  };
  const specs = Object.values(arms).flatMap((arm) => seeds.map(arm));
  const runs = await runAll(specs, features, {
    ...options,
    onProgress: ({ done, run }) => {
      // Runs of an earlier look are known already, and counted there.
      if (done > before || look === 0) options.onProgress?.({ done, total, run });
    },
  });
  const [baseline, candidate, again] = [0, 1, 2].map((arm) =>
    runs.slice(arm * seeds.length, (arm + 1) * seeds.length),
  );
  return { baseline, candidate, again };
}

function mapArms<A, B>(arms: Readonly<Record<GateArm, A>>, change: (arm: A) => B): Record<GateArm, B> {
  return {
    baseline: change(arms.baseline),
    candidate: change(arms.candidate),
    again: change(arms.again),
  };
}

function meanScores(runs: readonly TrainedRun[]): { accuracy: number; macroF1: number } {
  const scores = runs.map(({ record }) => finalOf(record).validation);
  const mean = (name: "accuracy" | "macroF1"): number =>
    scores.reduce((sum, score) => sum + score[name], 0) / scores.length;
  return { accuracy: mean("accuracy"), macroF1: mean("macroF1") };
}
