import { InputError } from "../errors";
import { normalCdf, normalQuantile } from "./quantiles";

/** The rules of a verdict, declared before the test split is opened. */
export interface GateRules {
  /** Of the two-sided intervals on stability and quality; default .95, so that a wrong approval has 2.5% or less. */
  readonly confidence: number;
  /**
   * Of the two-sided interval on a slice; default .94, so that a harm of the margin passes in 5% or less: 3% by the
   * interval, and room for what is approximate about it (bench/GATE.md).
   */
  readonly sliceConfidence: number;
  /** Points of accuracy that a slice may lose; default 2. */
  readonly sliceMargin: number;
  /** Test messages that a slice must have to gate; default 400. */
  readonly sliceMessages: number;
  /** How many times the baseline's the candidate's spread over seeds may be; default 3. */
  readonly spreadMargin: number;
}

/** The rules that hold where none are given: {@link GateRules} with its defaults. */
export const GATE_RULES: GateRules = {
  confidence: 0.95,
  sliceConfidence: 0.94,
  sliceMargin: 2,
  sliceMessages: 400,
  spreadMargin: 3,
};

/**
 * Rules with their defaults, checked.
 *
 * @throws InputError with the rule's name
 */
export function gateRules(given: Partial<GateRules> = {}): GateRules {
  const rules = { ...GATE_RULES, ...given };
  for (const name of ["confidence", "sliceConfidence"] as const) {
    const value = rules[name];
    if (!(value >= 0.5 && value < 1)) throw refusal(name, "at least .5 and below 1", value);
  }
  if (!(rules.sliceMargin >= 0 && rules.sliceMargin <= 100))
    throw refusal("sliceMargin", "points from 0 to 100", rules.sliceMargin);
  if (!(Number.isInteger(rules.sliceMessages) && rules.sliceMessages >= 1))
    throw refusal("sliceMessages", "a whole number of 1 or more", rules.sliceMessages);
  if (!(rules.spreadMargin >= 1 && rules.spreadMargin < Infinity))
    throw refusal("spreadMargin", "a factor of 1 or more", rules.spreadMargin);
  return rules;
}

/**
 * The confidence of each look, so that all looks together err no more than one look at `confidence` would: the error
 * 1 - confidence is spent by f(t) = 2 (1 - Phi(z / sqrt t)), z the normal quantile of the whole error and t the share
 * of the seeds seen; each look gets what f gained since the one before. The looks' errors add up to the whole
 * (Bonferroni), whatever the correlation between looks.
 *
 * @param looks seeds at each look, rising
 * @example lookConfidences([8], 0.95) // [0.95]
 *
 * Source: O'Brien and Fleming 1979, as the spending function of Lan and DeMets 1983.
 */
export function lookConfidences(looks: readonly number[], confidence: number): number[] {
  const error = 1 - confidence;
  const z = normalQuantile(1 - error / 2);
  let spent = 0;
  return looks.map((seeds, k) => {
    const share = seeds / looks[looks.length - 1];
    const upTo = k === looks.length - 1 ? error : 2 * (1 - normalCdf(z / Math.sqrt(share)));
    const own = upTo - spent;
    spent = upTo;
    return 1 - own;
  });
}

function refusal(name: string, wanted: string, found: number): InputError {
  return new InputError(`gate rules: ${name} must be ${wanted}, found ${String(found)}`);
}
