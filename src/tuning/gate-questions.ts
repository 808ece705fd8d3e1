import { contentHash, type Dataset } from "../data";
import { makeProbes, type Probes } from "../evaluation";
import type { Features } from "../features";
import { predict, type TrainedRun } from "../training";
import { testHash } from "./gate-plan";
import { answersOf, keepAnswers, type RunStore } from "./store";

/** What the runs of a gate are asked once the test split is open: its messages, and some of them changed a little. */
export interface GateQuestions {
  /** Hashes that their answers are kept under. */
  readonly test: string;
  readonly probed: string;
  /** Which of the test messages were changed. */
  readonly picked: readonly number[];
  readonly probes: Probes;
  /** Labels for the test messages, and for the probes. */
  ask(run: TrainedRun): GateAnswers;
}

/** What a run answers. */
export interface GateAnswers {
  readonly test: ArrayLike<number>;
  readonly probes: ArrayLike<number>;
}

/** Test messages that are changed, at most: evenly spaced, enough to tell a point of difference. */
const PROBED = 1000;
const SEED = 1;

/** Makes the questions of a data set's test split; reads its texts and not its labels. */
export function gateQuestions(dataset: Dataset, features: Features): GateQuestions {
  const texts = dataset.messages.filter(({ split }) => split === "test").map(({ text }) => text);
  const count = Math.min(PROBED, texts.length);
  const picked = Array.from({ length: count }, (_, i) => Math.floor((i * texts.length) / count));
  const probes = makeProbes(
    features,
    picked.map((row) => texts[row]),
    SEED,
  );
  const test = testHash(dataset);
  const changes = probes.probes.map(({ perturbation, texts: changed }) => [perturbation, changed]);
  return {
    test,
    probed: contentHash({ test, features: features.hash, seed: SEED, count, changes }),
    picked,
    probes,
    ask: ({ weights }) => ({
      test: predict(weights, features.splits.test.x).labels,
      probes: predict(weights, probes.asked).labels,
    }),
  };
}

/** What a store keeps of a run's answers; undefined unless it has them all. */
export function keptAnswers(
  { folder }: RunStore,
  questions: GateQuestions,
  run: string,
): GateAnswers | undefined {
  const test = answersOf(folder, questions.test, run);
  const probes = answersOf(folder, questions.probed, run);
  return test && probes && { test, probes };
}

/** Keeps a run's answers where a store does not have them. */
export async function keepGateAnswers(
  store: RunStore,
  questions: GateQuestions,
  run: string,
  { test, probes }: GateAnswers,
): Promise<void> {
  if (keptAnswers(store, questions, run) !== undefined) return;
  await keepAnswers(store.folder, questions.test, run, test);
  await keepAnswers(store.folder, questions.probed, run, probes);
}
