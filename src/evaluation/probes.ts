import { InputError } from "../errors";
import { featurize, type Featurizer, type SparseRows } from "../features";
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

/** Texts changed a little, as rows that a model can be asked. */
export interface Probes {
  /** Texts that they were made from. */
  readonly messages: number;
  /** Seed of the perturbations. */
  readonly seed: number;
  readonly probes: readonly Probe[];
  /** Perturbations that change none of the texts. */
  readonly notApplicable: readonly string[];
  /** The changed texts of all probes, one after the other: only those whose features changed. */
  readonly asked: SparseRows;
}

/** One perturbation of the texts. */
export interface Probe {
  readonly perturbation: string;
  /** Texts that it changes. */
  readonly texts: number;
  /** Which of the texts read otherwise to a model: those that are asked again. */
  readonly moved: readonly number[];
}

/** What the models of an arm answer, seed by seed: on the texts as they are, and on the probes. */
export interface ProbedArm {
  readonly plain: readonly ArrayLike<number>[];
  readonly asked: readonly ArrayLike<number>[];
}

/**
 * Changes each text by each perturbation. Texts that read the same to the model after it get the same answer, so that
 * only the others are asked.
 *
 * @throws InputError without texts
 */
export function makeProbes(features: Featurizer, texts: readonly string[], seed: number): Probes {
  if (texts.length === 0) throw new InputError("testInvariance: give at least one text");
  const plain = featurize(features, texts);
  const probes: Probe[] = [];
  const notApplicable: string[] = [];
  const asked: string[] = [];
  for (const { name } of PERTURBATIONS) {
    const perturbed = perturb(name, texts, seed);
    const changed = texts.filter((text, i) => text !== perturbed[i]).length;
    if (changed === 0) {
      notApplicable.push(name);
      continue;
    }
    const rows = featurize(features, perturbed);
    const moved = [...texts.keys()].filter((i) => !sameRow(plain, rows, i));
    probes.push({ perturbation: name, texts: changed, moved });
    asked.push(...moved.map((i) => perturbed[i]));
  }
  return { messages: texts.length, seed, probes, notApplicable, asked: featurize(features, asked) };
}

/** The shares of changed answers of both arms, from what their models answer to the probes. */
export function invarianceOf(probes: Probes, baseline: ProbedArm, candidate: ProbedArm): Invariance {
  let from = 0;
  const tests = probes.probes.map(({ perturbation, texts, moved }): InvarianceTest => {
    const start = from;
    from += moved.length;
    const [before, after] = [baseline, candidate].map(({ plain, asked }) =>
      asked.map(
        (labels, seed) => moved.filter((i, row) => labels[start + row] !== plain[seed][i]).length / texts,
      ),
    );
    return {
      perturbation,
      texts,
      featuresChanged: moved.length,
      baseline: meanInterval(before),
      candidate: meanInterval(after),
      difference: pairedDifference(before, after),
    };
  });
  const { messages, seed, notApplicable } = probes;
  return { kind: "invariance", seeds: baseline.plain.length, messages, seed, tests, notApplicable };
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
