import type { Dataset } from "../data";
import { InputError } from "../errors";
import {
  bootstrapChecks,
  findFlips,
  gateOutlook,
  invarianceOf,
  lookConfidences,
  slicesOf,
  verdictOf,
  type BootstrapCheck,
  type Flips,
  type GateOutlook,
  type Invariance,
  type ProbedArm,
  type Verdict,
} from "../evaluation";
import type { Features } from "../features";
import { finalOf, type RecordedRun, type RunRecord } from "../training";
import type { GatePlan } from "./gate-plan";
import { gateQuestions, type GateQuestions } from "./gate-questions";
import { trainGate, type GateArm, type OpenedArm } from "./gate-runs";
import type { RecordOptions } from "./record-all";
import { openingsOf, recordOpening, refuseOtherPlan, type Opening, type RunStore } from "./store";

/** How to run a gate. */
export interface GateOptions extends RecordOptions {
  /**
   * Keeps the runs' records, what they answer once the test split is opened, and the ledger of openings; without it
   * none is kept, and nothing is refused.
   */
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
  /** The verdict's quality by another way, for comparison. */
  readonly checks: readonly BootstrapCheck[];
  /** Test messages that the candidate breaks and mends. */
  readonly flips: Flips;
  /** Whether small changes of test messages (typos, case, punctuation) throw the candidate more than the baseline. */
  readonly invariance: Invariance;
  /** The look that decided, from 1, or the last one. */
  readonly look: number;
  /** All openings of this test split by now; empty without a store. */
  readonly openings: readonly Opening[];
  /** Runs that it rests on, by arm, in the order of the seeds. */
  readonly runs: Readonly<Record<GateArm, readonly string[]>>;
  /** The records of the arms that are compared, for their curves. */
  readonly records: Readonly<Record<"baseline" | "candidate", readonly RunRecord[]>>;
  /** Scores of the arms, means over seeds, 0 to 1: on validation at the end of the runs. */
  readonly validation: Readonly<Record<"baseline" | "candidate", { accuracy: number; macroF1: number }>>;
}

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
  const { store, reopen, onOutlook, onProgress, now = () => new Date(), ...running } = options;
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
  // A run of an earlier look is counted there.
  const seen = new Set<string>();
  const watch = ({ run }: { run: RecordedRun }): void => {
    if (seen.has(run.record.id)) return;
    seen.add(run.record.id);
    onProgress?.({ done: seen.size, total: plan.study.runs, run });
  };
  const questions = gateQuestions(dataset, features);
  const confidences = lookConfidences(plan.looks, plan.rules.confidence);
  for (const [k, seeds] of plan.looks.entries()) {
    const lookAt = plan.study.seeds.slice(0, seeds);
    const { runs: arms, open } = await trainGate(features, plan, questions, lookAt, {
      ...running,
      store,
      onProgress: watch,
    });
    if (arms.baseline.every(({ record }) => record.status === "diverged")) {
      throw new InputError(
        "gate: every run of the baseline diverged, so that anything would be better; choose a baseline that trains",
      );
    }
    const records = mapArms(arms, (runs) => runs.map(({ record }) => record));
    const outlook = gateOutlook(features.splits.validation.y, records, plan.test.messages, confidences[k]);
    onOutlook?.(outlook);
    if (store !== undefined && !options.onlyStored) {
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
    const [before, after] = [await open("baseline"), await open("candidate")];
    const rules = { ...plan.rules, confidence: confidences[k] };
    const verdict = verdictOf(truth, slicesOf(dataset, "test"), before, after, rules);
    if (verdict.outcome === "undecided" && k < plan.looks.length - 1) continue;
    return {
      kind: "gate-result",
      plan,
      outlook,
      verdict,
      checks: bootstrapChecks({ truth, baseline: before.labels, candidate: after.labels }, confidences[k]),
      flips: findFlips({ dataset, truth, baseline: before.labels, candidate: after.labels }),
      invariance: invarianceOf(questions.probes, probedArm(questions, before), probedArm(questions, after)),
      look: k + 1,
      openings: store === undefined ? [] : openingsOf(store.folder, plan.test.hash),
      runs: mapArms(records, (all) => all.map(({ id }) => id)),
      records: { baseline: records.baseline, candidate: records.candidate },
      validation: { baseline: meanScores(arms.baseline), candidate: meanScores(arms.candidate) },
    };
  }
  throw new InputError("gate: the plan has no look");
}

/** An arm's answers on the messages that were changed, as they are and changed. */
function probedArm({ picked }: GateQuestions, { labels, asked }: OpenedArm): ProbedArm {
  return { plain: labels.map((of) => picked.map((row) => of[row])), asked };
}

function mapArms<A, B>(arms: Readonly<Record<GateArm, A>>, change: (arm: A) => B): Record<GateArm, B> {
  return {
    baseline: change(arms.baseline),
    candidate: change(arms.candidate),
    again: change(arms.again),
  };
}

function meanScores(runs: readonly RecordedRun[]): { accuracy: number; macroF1: number } {
  const scores = runs.map(({ record }) => finalOf(record).validation);
  const mean = (name: "accuracy" | "macroF1"): number =>
    scores.reduce((sum, score) => sum + score[name], 0) / scores.length;
  return { accuracy: mean("accuracy"), macroF1: mean("macroF1") };
}
