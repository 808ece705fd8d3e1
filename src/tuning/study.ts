import { InputError } from "../errors";

/** A plan declared before its runs. */
export interface Study {
  readonly kind: "study";
  readonly question: string;
  /** The one thing that is compared, as a path in the run spec. */
  readonly factor: string;
  /** What is tuned for each level of the factor, so that none is held back by it. */
  readonly nuisance: readonly string[];
  /** What stays as it is, with its value in words. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly seeds: readonly number[];
  /** Training runs that it will cost. */
  readonly runs: number;
  /** How the answer will be chosen. */
  readonly rule: string;
}

/**
 * A plan, checked: a question, one factor, seeds that differ and a rule.
 *
 * @throws InputError when seeds repeat or there are none
 */
export function declareStudy(plan: Omit<Study, "kind">): Study {
  if (plan.seeds.length === 0) throw new InputError("study: needs at least one seed");
  if (new Set(plan.seeds).size < plan.seeds.length) {
    throw new InputError(`study: seeds must differ, found ${plan.seeds.join(", ")}`);
  }
  return { kind: "study", ...plan };
}
