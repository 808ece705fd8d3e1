import { InputError } from "../errors";
import { featurize, type Featurizer, type SparseRows } from "../features";
import { predict, type ModelWeights } from "../training";
import { checkPaired } from "./paired-arms";
import { perturb, PERTURBATIONS } from "./perturbations";
import { meanInterval, pairedDifference, type Estimate } from "./statistics";

/** How often one perturbation changes the answer. */
export interface InvarianceTest {
  /** Name of the perturbation. */
  readonly perturbation: string;
  /** Texts that it changes; the shares below are of these. */
  readonly texts: number;
  /**
   * Of these, the texts whose features change. 0: both models are invariant by construction, since they read the same
   * as before.
   */
  readonly featuresChanged: number;
  /** Share of the texts whose answer the baseline changes, 0 to 1, with its interval over the seeds. */
  readonly baseline: Estimate;
  readonly candidate: Estimate;
  /** Candidate minus baseline over paired seeds; above 0: the candidate is easier to throw. */
  readonly difference: Estimate;
}

/** What small changes of the texts, which should change no answer, do to both arms. */
export interface Invariance {
  readonly kind: "invariance";
  /** Paired runs that it rests on. */
  readonly seeds: number;
  readonly messages: number;
  /** Seed of the perturbations. */
  readonly seed: number;
  /** In the order of `PERTURBATIONS`, but for those that change none of the texts. */
  readonly tests: readonly InvarianceTest[];
  /** Perturbations that change none of the texts. */
  readonly notApplicable: readonly string[];
}

/** What {@link testInvariance} compares: the models of both arms, one a seed, paired. */
export interface InvarianceInput {
  /** The features that the models were trained on. */
  readonly features: Featurizer;
  readonly texts: readonly string[];
  readonly baseline: readonly ModelWeights[];
  readonly candidate: readonly ModelWeights[];
  /** Seed of the perturbations; default 1. */
  readonly seed?: number;
}

/**
 * CheckList's invariance tests: a typo, another case, other punctuation should not change the answer. For each
 * perturbation the share of the texts that it changes whose answer changes too, for both arms, and the difference over
 * paired seeds. It asks whether the answer stays, not whether it is right, so it needs no labels.
 *
 * Source: Ribeiro et al., "Beyond accuracy: behavioral testing of NLP models with CheckList", ACL 2020.
 *
 * @throws InputError without texts, or when the arms have no models or differ in number
 * @example
 * const texts = dataset.messages.filter(({ split }) => split === "test").map(({ text }) => text);
 * const weights = (runs: TrainedRun[]) => runs.map((run) => run.weights);
 * testInvariance({ features, texts, baseline: weights(fixed), candidate: weights(cosine) });
 */
export function testInvariance(input: InvarianceInput): Invariance {
  const { features, texts, baseline, candidate, seed = 1 } = input;
  checkPaired("testInvariance", baseline, candidate);
  if (texts.length === 0) throw new InputError("testInvariance: give at least one text");
  const plain = featurize(features, texts);
  const answers = (arm: readonly ModelWeights[]): Int32Array[] =>
    arm.map((weights) => predict(weights, plain).labels);
  const arms = [
    { models: baseline, answers: answers(baseline) },
    { models: candidate, answers: answers(candidate) },
  ];
  const tests: InvarianceTest[] = [];
  const notApplicable: string[] = [];
  for (const { name } of PERTURBATIONS) {
    const perturbed = perturb(name, texts, seed);
    const changed = texts.filter((text, i) => text !== perturbed[i]).length;
    if (changed === 0) {
      notApplicable.push(name);
      continue;
    }
    const rows = featurize(features, perturbed);
    // Texts that read the same to the model get the same answer: only the others are asked again.
    const moved = [...texts.keys()].filter((i) => !sameRow(plain, rows, i));
    const asked = featurize(
      features,
      moved.map((i) => perturbed[i]),
    );
    const [before, after] = arms.map(({ models, answers }) =>
      models.map((weights, k) => {
        const { labels } = predict(weights, asked);
        return moved.filter((i, row) => labels[row] !== answers[k][i]).length / changed;
      }),
    );
    tests.push({
      perturbation: name,
      texts: changed,
      featuresChanged: moved.length,
      baseline: meanInterval(before),
      candidate: meanInterval(after),
      difference: pairedDifference(before, after),
    });
  }
  return {
    kind: "invariance",
    seeds: baseline.length,
    messages: texts.length,
    seed,
    tests,
    notApplicable,
  };
}

function sameRow(a: SparseRows, b: SparseRows, row: number): boolean {
  const [from, start] = [a.indptr[row], b.indptr[row]];
  const length = a.indptr[row + 1] - from;
  if (b.indptr[row + 1] - start !== length) return false;
  for (let i = 0; i < length; i++) {
    if (a.indices[from + i] !== b.indices[start + i] || a.values[from + i] !== b.values[start + i])
      return false;
  }
  return true;
}
