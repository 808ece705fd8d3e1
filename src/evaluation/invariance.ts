import { featurize, type Featurizer } from "../features";
import { predict, type ModelWeights } from "../training";
import { checkPaired } from "./paired-arms";
import { invarianceOf, makeProbes, type Invariance, type ProbedArm } from "./probes";

export type { Invariance, InvarianceTest } from "./probes";

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
  const probes = makeProbes(features, texts, seed);
  const plain = featurize(features, texts);
  const answers = (arm: readonly ModelWeights[]): ProbedArm => ({
    plain: arm.map((weights) => predict(weights, plain).labels),
    asked: arm.map((weights) => predict(weights, probes.asked).labels),
  });
  return invarianceOf(probes, answers(baseline), answers(candidate));
}
