import { InputError } from "../errors";
import { RUNG } from "./range-ladder";

/** The ends of a ladder in half octaves. */
export interface RateEnds {
  readonly low: number;
  readonly high: number;
}

/**
 * The rates, lowest first.
 *
 * @throws InputError for fewer than three, one twice, or one that is not above 0
 */
export function checkRates(rates: readonly number[] | RateEnds): number[] {
  const ladder = "low" in rates ? halfOctaves(rates.low, rates.high) : [...rates].sort((a, b) => a - b);
  const wrong = ladder.find((rate) => !(rate > 0) || !Number.isFinite(rate));
  if (wrong !== undefined) throw new InputError(`joint study: rates must be above 0, found ${wrong}`);
  if (ladder.length < 3 || new Set(ladder).size < ladder.length) {
    throw new InputError(
      `joint study: a best rate needs one on either side, so at least three that differ, found ${ladder.join(", ")}`,
    );
  }
  return ladder;
}

/** Rates from `low` to `high` in half octaves, to three significant digits. */
function halfOctaves(low: number, high: number): number[] {
  if (!(low > 0) || !(high > low) || !Number.isFinite(high)) {
    throw new InputError(`joint study: rates need 0 < low < high, found ${low} and ${high}`);
  }
  // A high end that is a rung up to rounding counts.
  const rungs = Math.floor(Math.log(high / low) / Math.log(RUNG) + 0.01);
  return Array.from({ length: rungs + 1 }, (_, i) => Number((low * RUNG ** i).toPrecision(3)));
}

/**
 * Seeds of the map and fresh ones.
 *
 * @throws InputError for fewer than two of either, one twice, or one that is in both
 */
export function checkSeeds(seeds: readonly number[], freshSeeds: readonly number[]): void {
  for (const [name, some] of Object.entries({ seeds, freshSeeds })) {
    if (some.length < 2) {
      throw new InputError(`joint study: ${name} needs at least two, for an interval, found ${some.length}`);
    }
    if (new Set(some).size < some.length) {
      throw new InputError(`joint study: ${name} must differ, found ${some.join(", ")}`);
    }
  }
  const used = freshSeeds.filter((seed) => seeds.includes(seed));
  if (used.length > 0)
    throw new InputError(`joint study: fresh seeds are seeds of the map: ${used.join(", ")}`);
}
