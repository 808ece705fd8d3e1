import { createRandom } from "../../src/data";
import {
  crossedDifference,
  differenceTable,
  GATE_RULES,
  qualityCriteria,
  sliceCriterion,
  slicesOf,
  verdictOf,
  type Arm,
  type Slice,
} from "../../src/evaluation";
import { QUALITY } from "../../src/evaluation/quality";
import { tQuantile } from "../../src/evaluation/quantiles";
import type { Labels } from "../../src/metrics";
import { armOn, type Bank, type BankedRun } from "./bank";
import type { Regime } from "./regimes";
import { deviation, mean, pick, shareRight, slicesOn } from "./scores";
import { sampler, type Sampler } from "./tilt";

/** How a gate is tried: as the issue asks. */
export const SEEDS = 5;
export const MESSAGES = 2000;
/** The seeds that a gate has by default. */
export const DEFAULT_SEEDS = 8;
const SLICE_MESSAGES = 400;
const SLICE_MARGIN = 2;
export const GAINS = [0, 0.5, 1, 1.6, 2.5] as const;
const CANDIDATES = 20;
/** Confidences that quality is tried at beside the rule's own, for the table of what they would do. */
export const CONFIDENCES = [0.95, 0.94, 0.92, 0.9] as const;

/** Hits of so many trials. */
export interface Count {
  readonly hits: number;
  readonly of: number;
}

/** Outcomes of gates at one true gain. */
export interface Outcomes {
  /** Points of accuracy, and of macro-F1. */
  readonly gain: number;
  readonly macroGain: number;
  /** The share of the pool that the weighed messages count as: 1 / sum p^2 / messages, 0 to 1. */
  readonly effective: number;
  /** Gates whose quality criteria (accuracy and macro-F1) both passed, whatever else. */
  readonly quality: Count;
  /** As `quality`, at each of {@link CONFIDENCES}. */
  readonly atConfidence: readonly Count[];
  readonly approved: Count;
  readonly undecided: Count;
}

/** All that was tried in one regime. */
export interface RegimeResult {
  readonly name: string;
  /** Accuracy of the baseline on the pool, and the candidate's gain there, as they are; in points. */
  readonly accuracy: number;
  readonly gain: number;
  readonly macroGain: number;
  /** Standard deviation over seeds of the gain in accuracy on the pool; in points. */
  readonly spread: number;
  readonly same: Outcomes;
  /** Winners of 20 identical candidates by validation: on fresh seeds, and (no gate does so) on the seeds that chose. */
  readonly bestFresh: Count;
  readonly bestChosen: Count;
  readonly byGain: readonly Outcomes[];
  /** Quality with as many seeds as a gate has by default: the same settings, and each of `GAINS`. */
  readonly byDefault: { readonly same: Count; readonly byGain: readonly Count[] };
  /** Slices of 400 messages that pass: identical arms, no harm, harm of the margin. */
  readonly slices: { readonly same: Count; readonly noHarm: Count; readonly harm: Count };
}

/** Tries the gates of one regime: gate k has the runs 5k to 5k + 4 of the bank, and test messages of its own. */
export function tryRegime(regime: Regime, bank: Bank, gates: number, seed: number): RegimeResult {
  const truth = regime.features.splits.test.y;
  const tags = slicesOf(regime.dataset, "test");
  const random = createRandom(seed);
  const own = (runs: readonly BankedRun[], k: number, seeds = SEEDS): readonly BankedRun[] =>
    runs.slice(seeds * k, seeds * (k + 1));

  const outcomes = (
    baseline: readonly BankedRun[],
    candidate: readonly BankedRun[],
    from: Sampler,
  ): Outcomes => {
    let [quality, approved, undecided] = [0, 0, 0];
    const passing = CONFIDENCES.map(() => 0);
    for (let k = 0; k < gates; k++) {
      const rows = from.draw(random, MESSAGES);
      const [before, after] = [own(baseline, k), own(candidate, k)].map((runs) => armOn(runs, rows));
      const right = pick(truth, rows);
      const { outcome, criteria } = verdictOf(right, slicesOn(tags, rows), before, after);
      if (criteria.every(({ group, passed }) => group !== "quality" || passed === true)) quality++;
      passes(right, before, after).forEach((passed, c) => (passing[c] += passed ? 1 : 0));
      if (outcome === "approve") approved++;
      if (outcome === "undecided") undecided++;
    }
    const count = (hits: number): Count => ({ hits, of: gates });
    return {
      gain: from.gain,
      macroGain: from.macroGain,
      effective: from.effective,
      quality: count(quality),
      atConfidence: passing.map(count),
      approved: count(approved),
      undecided: count(undecided),
    };
  };

  const uniform = sampler(truth, bank.baseline, bank.again, null);
  const tilted = (gain: number): Sampler => sampler(truth, bank.baseline, bank.candidate, gain);

  const qualityOf = (
    baseline: readonly BankedRun[],
    candidate: readonly BankedRun[],
    from = uniform,
  ): boolean => {
    const rows = from.draw(random, MESSAGES);
    const [before, after]: Arm[] = [armOn(baseline, rows), armOn(candidate, rows)];
    return qualityCriteria(pick(truth, rows), before, after, GATE_RULES.confidence).every(
      ({ passed }) => passed === true,
    );
  };
  const best = { fresh: 0, chosen: 0 };
  for (let k = 0; k < gates; k++) {
    // Identical candidates, each with seeds of its own; the winner's number is all that is taken from the search.
    const groups = Array.from({ length: CANDIDATES }, () => own(bank.again, random.int(gates)));
    const winner = groups.reduce((a, b) => (mean(b) > mean(a) ? b : a));
    if (qualityOf(own(bank.baseline, k), own(bank.again, k))) best.fresh++;
    if (qualityOf(own(bank.baseline, k), winner)) best.chosen++;
  }

  const slicePasses = (
    baseline: readonly BankedRun[],
    candidate: readonly BankedRun[],
    gain: number | null,
  ): Count => {
    const from = sampler(truth, baseline, candidate, gain);
    let hits = 0;
    for (let k = 0; k < gates; k++) {
      const rows = from.draw(random, SLICE_MESSAGES);
      const slice: Slice = { name: "drawn", source: "rule", rows: [...rows.keys()] };
      const [before, after] = [own(baseline, k), own(candidate, k)].map((runs) => armOn(runs, rows));
      const { passed } = sliceCriterion(
        slice,
        pick(truth, rows),
        before,
        after,
        SLICE_MARGIN,
        GATE_RULES.sliceConfidence,
      );
      if (passed === true) hits++;
    }
    return { hits, of: gates };
  };

  const natural = sampler(truth, bank.baseline, bank.candidate, null);
  const tried = {
    name: regime.name,
    accuracy:
      (100 * bank.baseline.reduce((sum, run) => sum + shareRight(truth, run), 0)) / bank.baseline.length,
    gain: natural.gain,
    macroGain: natural.macroGain,
    spread: deviation(
      bank.candidate.map((run, k) => 100 * (shareRight(truth, run) - shareRight(truth, bank.baseline[k]))),
    ),
    same: outcomes(bank.baseline, bank.again, uniform),
    bestFresh: { hits: best.fresh, of: gates },
    bestChosen: { hits: best.chosen, of: gates },
    byGain: GAINS.map((gain) => outcomes(bank.baseline, bank.candidate, tilted(gain))),
    slices: {
      same: slicePasses(bank.baseline, bank.again, null),
      noHarm: slicePasses(bank.baseline, bank.candidate, 0),
      // From the better to the worse arm, which is nearly harm enough by itself.
      harm: slicePasses(bank.candidate, bank.baseline, -SLICE_MARGIN),
    },
  };
  // Last, so that what comes before draws as it did without.
  const byDefault = (candidate: readonly BankedRun[], from: Sampler): Count => {
    const most = Math.floor(bank.baseline.length / DEFAULT_SEEDS);
    let hits = 0;
    for (let k = 0; k < most; k++) {
      if (qualityOf(own(bank.baseline, k, DEFAULT_SEEDS), own(candidate, k, DEFAULT_SEEDS), from)) hits++;
    }
    return { hits, of: most };
  };
  return {
    ...tried,
    byDefault: {
      same: byDefault(bank.again, uniform),
      byGain: GAINS.map((gain) => byDefault(bank.candidate, tilted(gain))),
    },
  };
}

/** Whether accuracy and macro-F1 would both pass at each of the confidences. */
function passes(truth: Labels, before: Arm, after: Arm): boolean[] {
  const found = QUALITY.map(({ scores }) =>
    crossedDifference(differenceTable(scores, truth, before.labels, after.labels)),
  );
  return CONFIDENCES.map((confidence) =>
    found.every(
      ({ mean, standardError, degreesOfFreedom }) =>
        mean > tQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError,
    ),
  );
}
