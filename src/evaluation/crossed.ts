import { InputError } from "../errors";
import { tQuantile } from "./quantiles";
import type { Estimate } from "./statistics";

/** Differences of two arms, message by message: one row a seed, all of one length. */
export type DifferenceTable = readonly ArrayLike<number>[];

/** A mean over seeds and messages, with an interval that takes both as drawn from more. */
export interface CrossedEstimate extends Estimate {
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly components: VarianceComponents;
}

/** How much of a single difference's variance comes from the seed, from the message, and from neither alone. */
export interface VarianceComponents {
  readonly seeds: number;
  readonly messages: number;
  readonly residual: number;
}

/**
 * The mean of d[s][i] over S seeds and N messages, by the crossed random-effects model
 * d[s][i] = mean + seed[s] + message[i] + rest[s][i]:
 *
 * - mean squares MS(seeds) = N sum (row mean - mean)^2 / (S - 1), MS(messages) = S sum (column mean - mean)^2 / (N - 1),
 *   MS(rest) of what is left, with (S - 1)(N - 1) degrees of freedom;
 * - variance of the mean = (MS(seeds) + MS(messages) - MS(rest)) / (S N), where a mean square below MS(rest), which
 *   only chance can make so, counts as MS(rest);
 * - the interval is mean ± t x its root, with Satterthwaite's degrees of freedom, at least S - 1.
 *
 * Seeds alone would take these messages for all there are, and messages alone these runs: both intervals are too
 * narrow. With one seed or one message the interval is infinite.
 *
 * @param table      one row a seed, in any unit
 * @param confidence two-sided; default .95
 * @throws InputError for no rows, no columns, rows of different length or a difference that is not finite
 * @example crossedDifference([[0, 1, 0, 1], [0, 1, 1, 1]]).mean // 0.625
 *
 * Source: Searle, Casella and McCulloch, Variance Components, 1992, chapter 4; Satterthwaite 1946.
 */
export function crossedDifference(table: DifferenceTable, confidence = 0.95): CrossedEstimate {
  const [seeds, messages] = shapeOf(table);
  const rows = table.map((row) => sum(row) / messages);
  const mean = rows.reduce((a, b) => a + b, 0) / seeds;
  const columns = new Float64Array(messages);
  for (const row of table) for (let i = 0; i < messages; i++) columns[i] += row[i] / seeds;
  if (seeds === 1 || messages === 1) return unknown(mean, seeds);

  const seedsAlone = (messages * rows.reduce((all, row) => all + (row - mean) ** 2, 0)) / (seeds - 1);
  let spread = 0;
  for (let i = 0; i < messages; i++) spread += (columns[i] - mean) ** 2;
  const messagesAlone = (seeds * spread) / (messages - 1);
  let rest = 0;
  table.forEach((row, s) => {
    for (let i = 0; i < messages; i++) rest += (row[i] - rows[s] - columns[i] + mean) ** 2;
  });
  const ofRest = rest / ((seeds - 1) * (messages - 1));

  const ofSeeds = Math.max(seedsAlone, ofRest);
  const ofMessages = Math.max(messagesAlone, ofRest);
  const whole = ofSeeds + ofMessages - ofRest;
  const variance = whole / (seeds * messages);
  const degreesOfFreedom = Math.max(
    seeds - 1,
    whole ** 2 /
      (ofSeeds ** 2 / (seeds - 1) +
        ofMessages ** 2 / (messages - 1) +
        ofRest ** 2 / ((seeds - 1) * (messages - 1))) || 0,
  );
  const standardError = Math.sqrt(variance);
  const half = standardError === 0 ? 0 : tQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError;
  return {
    mean,
    low: mean - half,
    high: mean + half,
    count: seeds,
    standardError,
    degreesOfFreedom,
    components: {
      seeds: (ofSeeds - ofRest) / messages,
      messages: (ofMessages - ofRest) / seeds,
      residual: ofRest,
    },
  };
}

/** Standard error of the mean difference that so many seeds and messages would have. */
export function standardErrorOf(components: VarianceComponents, seeds: number, messages: number): number {
  const { seeds: ofSeeds, messages: ofMessages, residual } = components;
  return Math.sqrt(ofSeeds / seeds + ofMessages / messages + residual / (seeds * messages));
}

function unknown(mean: number, seeds: number): CrossedEstimate {
  return {
    ...{ mean, low: -Infinity, high: Infinity, count: seeds },
    ...{ standardError: Infinity, degreesOfFreedom: 0 },
    components: { seeds: NaN, messages: NaN, residual: NaN },
  };
}

function sum(values: ArrayLike<number>): number {
  let all = 0;
  for (let i = 0; i < values.length; i++) all += values[i];
  return all;
}

function shapeOf(table: DifferenceTable): readonly [number, number] {
  const messages = table[0]?.length ?? 0;
  if (messages === 0) throw new InputError("crossedDifference: needs at least one seed and one message");
  for (const [s, row] of table.entries()) {
    if (row.length !== messages) {
      throw new InputError(
        `crossedDifference: every seed needs the same messages; the first has ${messages}, seed ${s + 1} ${row.length}`,
      );
    }
    if (!Number.isFinite(sum(row))) {
      throw new InputError(`crossedDifference: a difference of seed ${s + 1} is not finite`);
    }
  }
  return [table.length, messages];
}
