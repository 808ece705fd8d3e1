import type { Dataset } from "../data";
import { InputError } from "../errors";
import type { Features } from "../features";
import { openRun, runId, type RunSpec } from "../training";

/** What a run has learned of the training labels at the end of an epoch; shares, 0 to 1. */
export interface MemorisationPoint {
  /** 0: before the first step. */
  readonly epoch: number;
  /** Of the messages whose label is right: predicted so. */
  readonly cleanFitted: number;
  /** Of the messages whose label is wrong: predicted with the wrong label. The run has learned the mistake. */
  readonly wrongLearned: number;
  /** Of the messages whose label is wrong: predicted as what they really are. The run sees through the mistake. */
  readonly wrongSeenThrough: number;
}

/** One run of the ledger, epoch by epoch. */
export interface MemorisationRun {
  /** Id of the run. */
  readonly run: string;
  /** As in its record: "diverged" where it broke off, or ended with a higher validation loss than it began with. */
  readonly status: "done" | "diverged";
  readonly points: readonly MemorisationPoint[];
}

/** Runs that differ by seed alone, e.g. those of one rate. */
export interface MemorisationGroup {
  readonly label: string;
  readonly runs: readonly MemorisationRun[];
}

/** How many of the wrong training labels each setting has learned by each epoch. */
export interface MemorisationLedger {
  readonly kind: "memorisation-ledger";
  /** Training messages whose label is known to be right, known to be wrong, and not known. */
  readonly labels: { readonly right: number; readonly wrong: number; readonly unknown: number };
  readonly groups: readonly MemorisationGroup[];
}

/**
 * The memorisation ledger: trains each spec anew and looks at its training messages before the first step and after
 * every epoch. Shares are of the messages whose label is known to be right, and of those whose label is known to be
 * wrong. A message with a wrong label can be predicted with it (learned), as what it is (seen through), or as a third.
 *
 * @param groups  settings under their labels, each with its specs, one a seed; for the fused engine
 * @param signal  aborting it ends the work after an epoch by throwing its reason
 * @throws InputError where no clean label of the training messages is known, or none of their labels is wrong: there
 *   is nothing to tell messages from mistakes by; and for specs of other features or of another engine
 * @example
 * const specs = await Promise.all([1, 2, 3].map((seed) => runSpec(features, { schedule: 0.5, seed })));
 * const ledger = await memorisationLedger(dataset, features, [{ label: "0.5", specs }]);
 */
export async function memorisationLedger(
  dataset: Dataset,
  features: Features,
  groups: readonly { readonly label: string; readonly specs: readonly RunSpec[] }[],
  signal?: AbortSignal,
): Promise<MemorisationLedger> {
  if (groups.length === 0 || groups.some(({ specs }) => specs.length === 0)) {
    throw new InputError("memorisationLedger: give at least one group, and at least one spec in each");
  }
  if (features.data !== dataset.hash) {
    throw new InputError("memorisationLedger: the features were made from other data than those given");
  }
  const truth = knownLabels(dataset);
  const traced: MemorisationGroup[] = [];
  for (const { label, specs } of groups) {
    const runs: MemorisationRun[] = [];
    for (const spec of specs) runs.push(await trace(spec, features, truth, signal));
    traced.push({ label, runs });
  }
  const count = (kind: KnownLabel["kind"]): number => truth.filter((one) => one.kind === kind).length;
  return {
    kind: "memorisation-ledger",
    labels: { right: count("right"), wrong: count("wrong"), unknown: count("unknown") },
    groups: traced,
  };
}

/** A training message's label and the right one, as indices into the intents. */
interface KnownLabel {
  readonly kind: "right" | "wrong" | "unknown";
  readonly given: number;
  readonly clean: number;
}

function knownLabels(dataset: Dataset): KnownLabel[] {
  const index = new Map(dataset.intents.map((intent, i) => [intent, i]));
  const labels = dataset.messages
    .filter(({ split }) => split === "train")
    .map(({ intent, cleanIntent }): KnownLabel => {
      const given = index.get(intent) ?? -1;
      if (cleanIntent === undefined) return { kind: "unknown", given, clean: -1 };
      // A clean intent that nobody is labelled with is no class: it is never predicted.
      return {
        kind: cleanIntent === intent ? "right" : "wrong",
        given,
        clean: index.get(cleanIntent) ?? -1,
      };
    });
  if (labels.every(({ kind }) => kind === "unknown")) {
    throw new InputError(
      "memorisationLedger: the clean labels of the training messages are not known, so that mistakes cannot be told " +
        "from messages; the data need a column clean_intent",
    );
  }
  for (const kind of ["right", "wrong"] as const) {
    if (!labels.some((label) => label.kind === kind)) {
      throw new InputError(
        `memorisationLedger: no label of the training messages is known to be ${kind}; there is nothing to compare`,
      );
    }
  }
  return labels;
}

async function trace(
  spec: RunSpec,
  features: Features,
  truth: readonly KnownLabel[],
  signal?: AbortSignal,
): Promise<MemorisationRun> {
  const run = await openRun(spec, features);
  try {
    const stepsPerEpoch = run.plannedSteps / spec.epochs;
    const first = run.evaluate("train");
    const validationLoss = (): number => run.evaluate("validation").score.loss;
    const before = validationLoss();
    const points = [pointOf(0, first.labels, truth)];
    const limit = (spec.stop.divergenceFactor ?? Infinity) * first.score.loss;
    let broken = false;
    while (run.step < run.plannedSteps && !broken) {
      const { loss } = run.advance();
      broken = !Number.isFinite(loss) || loss > limit;
      if (!broken && run.step % stepsPerEpoch !== 0) continue;
      points.push(pointOf(run.step / stepsPerEpoch, run.evaluate("train").labels, truth));
      await otherWork();
      signal?.throwIfAborted();
    }
    const status = broken || !(validationLoss() <= before) ? "diverged" : "done";
    return { run: runId(spec), status, points };
  } finally {
    run.close();
  }
}

function pointOf(epoch: number, predicted: Int32Array, truth: readonly KnownLabel[]): MemorisationPoint {
  const share = (kind: KnownLabel["kind"], wanted: "given" | "clean"): number => {
    let [of, hits] = [0, 0];
    truth.forEach((label, row) => {
      if (label.kind !== kind) return;
      of++;
      if (predicted[row] === label[wanted]) hits++;
    });
    return hits / of;
  };
  return {
    epoch,
    cleanFitted: share("right", "given"),
    wrongLearned: share("wrong", "given"),
    wrongSeenThrough: share("wrong", "clean"),
  };
}

/** Lets timers and interrupts in. */
function otherWork(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
