import { jointChart } from "../../src/charts";
import { jointStudyOf, rungs } from "../tuning/joint-parts";

const rates = rungs(0.1, 11).map((rate) => Number(rate.toPrecision(3)));
const wobble = (seed: number, level: number): number => ((seed * 17 + level * 5) % 11) / 20 - 0.25;
/** A hill that is steeper below its top than above, about as runs have it. */
const score = (octaves: number): number => 0.76 * Math.exp(-(octaves ** 2) / (octaves < 0 ? 6 : 20));

/** The forms of a joint map: a clear ridge, one with edges and diverged cells, and one that does not move. */
export const JOINT_EXAMPLES = {
  "joint-ridge": jointChart(
    jointStudyOf({ levels: [16, 32, 64, 128], rates, best: (level) => level / 80, shift: wobble, score }),
  ),
  "joint-edges": jointChart(
    jointStudyOf({
      levels: [8, 16, 32, 64, 128],
      rates,
      best: (level) => (level === 8 ? 0.02 : level / 40),
      shift: wobble,
      score,
      diverged: (rate, level) => (level === 128 ? 3 : rate > 2 ? 1 : rate > 1 && level >= 64 ? 2 : 0),
    }),
  ),
  "joint-still": jointChart(
    jointStudyOf({
      factor: "hidden",
      levels: [16, 64, 256],
      rates: rates.slice(2, 9),
      best: () => 0.55,
      shift: (seed, level) => wobble(seed, level) / 2,
      score,
    }),
  ),
};
