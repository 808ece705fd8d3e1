import { meanInterval, type Estimate } from "../evaluation";
import type { RecordedRun } from "../training";
import { factorKind, type JointFactor, type ScalingRule } from "./joint-factor";
import { judgeLadder } from "./range-climb";
import { bestRung, seedTops, type RateAnswer } from "./range-ladder";
import type { RatePoint } from "./rate-sweep";

/** One level of a joint study: its cells, and where its best rate lies. */
export interface JointRow {
  readonly level: number;
  /** Optimizer steps of a run. */
  readonly steps: number;
  /** A cell a rate, lowest first. */
  readonly cells: readonly RatePoint<RecordedRun>[];
  /** The cell with the highest mean validation macro-F1 and no diverged run; null when every rate lost a run. */
  readonly best: RatePoint<RecordedRun> | null;
  /** The top between the rates that were tried, with its 95% interval over seeds (`topOfLadder`). */
  readonly answer: RateAnswer | null;
  /**
   * `low`, `high`: the lowest or highest rate is the best; `stability`: the next rate lost a run. Then there is no
   * clear answer: null when the best has worse and stable rates on both sides, or there is none.
   */
  readonly edge: "low" | "high" | "stability" | null;
  /** Why this best rate, or why none: one sentence. */
  readonly reason: string;
  /** Tops of the single seeds, in their order. */
  readonly tops: readonly number[];
  /** Seeds whose own top lies at an edge and may be cut off there: the interval is then too narrow. */
  readonly cutOff: number;
}

/** How the best rate moves with the factor. */
export interface Ridge {
  /** d log2(best rate) / d log2(base), base being what the factor's power law is in; null where there is none. */
  readonly slope: Estimate | null;
  /** What the slope is a power of: "batch size", "1 − momentum", ...; null where no power law is asked for. */
  readonly base: string | null;
  /** Levels with a clear best rate: those that the slope rests on. */
  readonly clear: readonly number[];
  /** Published rules, and whether the measured interval holds the slope of each. */
  readonly rules: readonly (ScalingRule & { readonly within: boolean })[];
}

/** A level's cells, judged as the rungs of a ladder. */
export function jointRow(level: number, steps: number, cells: readonly RatePoint<RecordedRun>[]): JointRow {
  const at = bestRung(cells);
  const tops = seedTops(cells);
  return {
    level,
    steps,
    cells,
    best: at === null ? null : cells[at],
    ...judgeLadder(cells),
    tops: tops.map(({ rate }) => rate),
    cutOff: tops.filter(({ within }) => !within).length,
  };
}

/** Whether a level's best rate has worse and stable rates on both sides. */
export function isClear({ answer, edge }: Pick<JointRow, "answer" | "edge">): boolean {
  return answer !== null && edge === null;
}

/**
 * The slope of log2(best rate) over log2(base): for each seed the least-squares line through its own tops at the clear
 * levels, then the mean over seeds with Student's interval. The levels have the same seeds, so that what a seed does to
 * all levels alike cancels. A level without a clear answer is left out, since its top may lie further off than was
 * looked; with fewer than two others there is no slope. The interval is of the seeds alone: what the distance of the
 * rates and the shape of the hill do to the tops is not in it, nor how straight the line is.
 */
export function ridgeOf(factor: JointFactor, rows: readonly JointRow[]): Ridge {
  const { base, rules } = factorKind(factor);
  const clear = rows.filter(isClear);
  const levels = clear.map(({ level }) => level);
  if (base === null || clear.length < 2) {
    return { slope: null, base: base?.words ?? null, clear: levels, rules: [] };
  }
  const x = levels.map((level) => Math.log2(base.of(level)));
  const slopes = clear[0].tops.map((_, seed) =>
    leastSquares(
      x,
      clear.map(({ tops }) => Math.log2(tops[seed])),
    ),
  );
  const slope = meanInterval(slopes);
  const within = (rule: ScalingRule): boolean => slope.low <= rule.slope && rule.slope <= slope.high;
  return {
    slope,
    base: base.words,
    clear: levels,
    rules: rules.map((rule) => ({ ...rule, within: within(rule) })),
  };
}

/** The slope of the line with the least sum of squared errors. */
function leastSquares(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  let [xy, xx] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - middleX) * (y[i] - middleY);
    xx += (x[i] - middleX) ** 2;
  }
  return xy / xx;
}
