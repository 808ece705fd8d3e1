import { dearest, factorWords, isClear, levelText, type Carry, type JointStudy } from "../tuning";
import { count, fixed, listed, readable } from "./numbers";

/** How the ridge goes, what the dearest carry-over costs, and which levels have no clear best rate: sentences. */
export function jointAnswer(study: JointStudy): string {
  return [ridgeSentence(study), carrySentence(study), unclearSentence(study)].filter(Boolean).join(" ");
}

function ridgeSentence({ plan: { factor }, rows, ridge: { slope, base } }: JointStudy): string {
  const clear = rows.filter(isClear);
  if (clear.length < 2) {
    return (
      `No clear answer on how the best rate moves: ${clear.length} of ${count(rows.length, "level")} ` +
      `${clear.length === 1 ? "has" : "have"} one with worse ones on both sides.`
    );
  }
  const [first, last] = [clear[0], clear[clear.length - 1]];
  const rates = [first, last].map(({ answer }) => readable(answer?.rate ?? NaN));
  const moves = `From ${levelText(factor, first.level)} to ${last.level} the best rate goes from ${rates[0]} to ${rates[1]}`;
  if (slope === null) return `${moves}.`;
  const [power, low, high] = [slope.mean, slope.low, slope.high].map((value) => fixed(value, 2));
  const still = slope.low <= 0 && slope.high >= 0 ? "; it cannot be told from one that stays" : "";
  return `${moves}: as (${base})^${power}, 95% interval ${low} to ${high}${still}.`;
}

function carrySentence({ plan: { factor }, rows, carries }: JointStudy): string {
  const [worst] = dearest(carries);
  // The same rate at an edge may hide best ones that differ beyond it.
  if (worst === undefined) {
    return rows.every(isClear) ? "Every level has the same best rate of those tried." : "";
  }
  const carried = `Carried from ${levelText(factor, worst.from)} to ${worst.to}, rate ${readable(worst.rate)}`;
  if (worst.lost === null) return `${carried} ${divergence(worst)}.`;
  const { mean, low, high } = worst.lost;
  const least = worst.atLeast ? "at least " : "";
  return `${carried} loses ${least}${points(mean)} points (${points(low)} to ${points(high)}).`;
}

/** A share in points, with one digit: -0.031 -> "\u22123.1". */
export function points(share: number): string {
  return fixed(100 * share, 1);
}

/** "diverges in 2 of 5 runs", or that the level's own best does. */
export function divergence({ diverged, ownDiverged, runs, ownRate }: Carry): string {
  return diverged > 0
    ? `diverges in ${diverged} of ${runs} runs`
    : `has no number: ${ownDiverged} of ${runs} fresh runs of its own best, ${readable(ownRate)}, diverged`;
}

function unclearSentence({ plan: { factor }, rows }: JointStudy): string {
  const unclear = rows.filter((row) => !isClear(row));
  if (unclear.length === 0) return "";
  const where = {
    low: "lowest rate tried",
    high: "highest rate tried",
    stability: "edge of stability",
  } as const;
  const each = unclear.map(({ level, edge }) =>
    edge === null ? `${level} (every rate lost a run)` : `${level} (at the ${where[edge]})`,
  );
  return `No clear best rate at ${factorWords(factor)} ${listed(each)}.`;
}
