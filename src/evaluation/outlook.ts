import { createRandom } from "../data";
import type { Labels } from "../metrics";
import type { RunRecord } from "../training";
import { crossedDifference, standardErrorOf, type DifferenceTable, type VarianceComponents } from "./crossed";
import { accuracyScores, differenceTable, macroF1Scores } from "./message-scores";
import { chiSquaredQuantile, shareInterval, tQuantile } from "./quantiles";

/** What a gate can be expected to do, known before the test split is opened: from validation messages alone. */
export interface GateOutlook {
  readonly kind: "gate-outlook";
  /** Paired seeds, and test messages. */
  readonly seeds: number;
  readonly messages: number;
  /** How many of so many gates on arms of the same settings would have approved the quality; `high` is 95% sure. */
  readonly falseApprovals: { readonly count: number; readonly of: number; readonly high: number };
  /** The gain, in points, that is found four times in five or more often; 80% sure. */
  readonly detectable: { readonly accuracy: number; readonly macroF1: number };
}

/** Gates that are simulated for the false approvals. */
const SIMULATED = 500;
/** The share of gains of the detectable size that are found. */
const POWER = 0.8;
/** How sure it is that no larger gain is needed. */
const SURE = 0.8;

/**
 * States a gate's false-approval rate and detectable effect on these data before the test split is opened.
 *
 * - False approvals: two arms of the same settings (the baseline, and the baseline with another order of messages)
 *   are swapped seed by seed at random and validation messages are drawn with replacement, as many as there are test
 *   messages: each draw is a gate with nothing to find, and what it approves by quality is false.
 * - Detectable effect: (t((1 + confidence) / 2) + t(.8)) x standard error, from the variance components that the arms'
 *   validation labels show, scaled to the seeds and the test messages. What seeds and chance do is the mean of the
 *   candidate's arm and of the same settings, so that it rests on twice the seeds, and for the seeds its upper 80% limit
 *   (chi squared), since a handful of seeds can look steadier than they are; what messages do is the candidate's, since
 *   the same settings do not differ by message.
 *
 * @param truth     labels of the validation messages
 * @param arms     records with the same seeds in the same order; `again` has the baseline's settings and initial weights
 *   and another order of messages
 * @param messages how many test messages there are
 * @param seed     for the draws
 */
export function gateOutlook(
  truth: Labels,
  arms: {
    readonly baseline: readonly RunRecord[];
    readonly candidate: readonly RunRecord[];
    readonly again: readonly RunRecord[];
  },
  messages: number,
  confidence: number,
  seed = 0,
): GateOutlook {
  const labels = (records: readonly RunRecord[]): Labels[] =>
    records.map(({ predictions }) => predictions.validation);
  const [before, after, again] = [arms.baseline, arms.candidate, arms.again].map(labels);
  const seeds = before.length;
  const [ofAccuracy, ofMacroF1] = [accuracyScores, macroF1Scores].map((scores) => ({
    theirs: differenceTable(scores, truth, before, after),
    same: differenceTable(scores, truth, before, again),
  }));
  const detectable = (tables: typeof ofAccuracy): number => {
    const theirs = crossedDifference(tables.theirs).components;
    const same = crossedDifference(tables.same).components;
    const residual = (theirs.residual + same.residual) / 2;
    const pool = truth.length;
    const square = (pool * (theirs.seeds + same.seeds)) / 2 + residual;
    const freedom = 2 * (seeds - 1);
    const upper = (square * freedom) / chiSquaredQuantile(1 - SURE, freedom);
    const components = { seeds: (upper - residual) / pool, messages: theirs.messages, residual };
    return detectableEffect(components, seeds, messages, confidence);
  };
  const count = simulate([ofAccuracy.same, ofMacroF1.same], messages, confidence, seed);
  return {
    kind: "gate-outlook",
    seeds,
    messages,
    falseApprovals: { count, of: SIMULATED, high: shareInterval(count, SIMULATED, 0.9).high },
    detectable: { accuracy: detectable(ofAccuracy), macroF1: detectable(ofMacroF1) },
  };
}

/** The effect that is found with `POWER`, with the degrees of freedom of the seeds where these vary, else many. */
export function detectableEffect(
  components: VarianceComponents,
  seeds: number,
  messages: number,
  confidence: number,
): number {
  const error = standardErrorOf(components, seeds, messages);
  if (!Number.isFinite(error)) return Infinity;
  const ofSeeds = components.seeds / seeds;
  // Satterthwaite, with all but the seeds' part as good as known.
  const freedom = ofSeeds > 0 ? (seeds - 1) * (error ** 2 / ofSeeds) ** 2 : Infinity;
  const df = Math.min(freedom, 1e6);
  return (tQuantile((1 + confidence) / 2, df) + tQuantile(POWER, df)) * error;
}

/** How many simulated gates on tables without a difference find a gain in all of them. */
function simulate(
  tables: readonly DifferenceTable[],
  messages: number,
  confidence: number,
  seed: number,
): number {
  const random = createRandom(seed);
  const [seeds, pool] = [tables[0].length, tables[0][0].length];
  let approved = 0;
  for (let draw = 0; draw < SIMULATED; draw++) {
    const signs = Array.from({ length: seeds }, () => (random.int(2) === 0 ? 1 : -1));
    const picked = Int32Array.from({ length: messages }, () => random.int(pool));
    const gains = tables.every((table) => {
      const drawn = table.map((row, s) => Float64Array.from(picked, (i) => signs[s] * row[i]));
      return crossedDifference(drawn, confidence).low > 0;
    });
    if (gains) approved++;
  }
  return approved;
}
