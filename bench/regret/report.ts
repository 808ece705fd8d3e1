import type { CrossedEstimate } from "../../src/evaluation";
import { table } from "../lib/markdown";
import { RATES, type GridSeeds } from "./grid";
import type { Comparison, ScheduleResult } from "./measure";

/** What is asked: points of test macro-F1, and share of the grid's runs. */
const GOAL = { regret: 0.3, share: 0.2 };

const points = (share: number): string => (100 * share).toFixed(2);
/** With a true minus, and no minus before a value that rounds to 0. */
const signed = (value: number): string => {
  const size = Math.abs(value).toFixed(2);
  return value < 0 && Number(size) > 0 ? `−${size}` : size;
};
const interval = ({ mean, low, high }: CrossedEstimate): string =>
  `${signed(mean)} (${signed(low)} to ${signed(high)})`;
const peakOf = ({ band }: ScheduleResult): number => band.best.rate;
const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;

/** @param machine a line each on the machine and the versions */
export function reportRegret(
  found: readonly Comparison[],
  seeds: GridSeeds,
  machine: readonly string[],
): string {
  const [{ schedules }] = found;
  return [
    "# What tuning loses against the full grid",
    "Written by `npm run bench:regret`. The grid (bench/regret/grid.ts and shapes.ts) was declared before it was run: " +
      `every schedule of the library, ${schedules.length} in all, at ${RATES.length} peaks in half octaves from ` +
      `${RATES[0]} to ${RATES[RATES.length - 1]}, with ${seeds.grid.length} seeds each. Reduce-on-plateau is not in it: ` +
      "it needs a metric and is no function of the step, so that no run spec can hold it. The grid's best is the point " +
      "with the highest mean validation macro-F1 and no diverged run.",
    `The best of ${schedules.length * RATES.length} noisy points is better on validation than it is: it was chosen for ` +
      `that. So the grid's best and what \`tune\` selects are both trained again with ${seeds.fresh.length} seeds that ` +
      "chose neither, and scored on the test split. Regret is the grid's best minus what `tune` selects: below 0 the " +
      "tuning did better. Intervals are 95%, over seeds and messages. The runs of `tune` include its gate, which the " +
      "grid does without.",
    machine.map((line) => `- ${line}`).join("\n"),
    table(
      [
        "data",
        "best of the grid",
        "selected by tune",
        "regret, points of test macro-F1",
        "of accuracy",
        "runs",
        "tune took",
        "the grid",
      ],
      found.map(({ data, best, tuned, regret, grid }) => [
        data,
        `${best.name}, peak ${peakOf(best)}`,
        `${tuned.name}, peak ${tuned.peak} (${tuned.outcome})`,
        interval(regret.macroF1),
        interval(regret.accuracy),
        `${tuned.runs} of ${grid.runs} (${percent(tuned.runs / grid.runs)})`,
        `${tuned.seconds.toFixed(0)} s`,
        `${grid.seconds.toFixed(0)} s`,
      ]),
    ),
    `Goal: a regret of at most ${GOAL.regret} points, in the mean over seeds, with at most a fifth of the grid's runs: ` +
      `${goal(found)}.`,
    ...found.flatMap(bySchedule),
    untried(found),
  ].join("\n\n");
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;

function goal(found: readonly Comparison[]): string {
  const missed = found.filter(
    ({ regret, tuned, grid }) => regret.macroF1.mean > GOAL.regret || tuned.runs > GOAL.share * grid.runs,
  );
  if (missed.length === 0) return `reached on ${list(found.map(({ data }) => data))}`;
  return `**missed** on ${list(missed.map(({ data }) => data))}`;
}

function bySchedule({ data, schedules, tuned, best }: Comparison): string[] {
  const sorted = [...schedules].sort((a, b) => b.fresh.macroF1 - a.fresh.macroF1);
  const cut = schedules.filter(({ band }) => band.atEdge !== null);
  const ran = schedules[0].band.best.macroF1.count * RATES.length;
  return [
    `## ${data}, schedule by schedule`,
    "Each at its own best peak of the grid; macro-F1 in points. Validation is what chose the peak; test, and the " +
      `difference to what \`tune\` selects (${tuned.name}, peak ${tuned.peak}: ${points(tuned.fresh.macroF1)}), are with ` +
      "fresh seeds. The band is the width in decades of the peaks around the best one that are less than a point of " +
      "validation macro-F1 below it, 0 where that holds for neither neighbour. Schedules that `tune` tries have a star.",
    table(
      [
        "schedule",
        "best peak",
        "validation",
        "test",
        "test minus tune's, 95%",
        "band, decades",
        "diverged runs",
      ],
      sorted.map((row) => [
        row.tried ? `${row.name} \\*` : row.name,
        String(peakOf(row)),
        points(row.band.best.macroF1.mean),
        points(row.fresh.macroF1),
        interval(row.difference),
        row.band.decades.toFixed(2),
        percent(row.diverged / ran),
      ]),
    ),
    (cut.length === 0
      ? "No best peak lies at an end of the range. "
      : `At an end of the range lies the best peak of ${list(cut.map(({ name }) => name))}: look further. `) +
      `On validation the grid's best scored ${points(best.band.best.macroF1.mean)} with the seeds that chose it and ` +
      `${points(best.fresh.validation)} with fresh ones.`,
  ];
}

/** Whether a schedule that `tune` leaves out beats what it selects, on all data sets and by more than the noise. */
function untried(found: readonly Comparison[]): string {
  const better = (of: (row: ScheduleResult) => boolean): string[] =>
    found[0].schedules
      .filter(({ name, tried }) => {
        const rows = found.map(({ schedules }) => schedules.find((row) => row.name === name));
        return !tried && rows.every((row) => row !== undefined && of(row));
      })
      .map(({ name }) => name);
  const where = found.length > 1 ? "on every data set" : "here";
  const clear = better(({ difference }) => difference.low > 0);
  const above = better(({ difference }) => difference.mean > 0);
  const words = [
    clear.length === 0
      ? `None beats what \`tune\` selects ${where} by more than its interval.`
      : `Better than what \`tune\` selects ${where}, with the whole interval above 0: ${list(clear)}.`,
    above.length === 0
      ? `None is above it ${where} on average either.`
      : `Above it ${where} on average: ${list(above)}.`,
    `Of ${found[0].schedules.length} intervals about one lies beside 0 by chance.`,
  ];
  return `## Schedules that tune leaves out\n\n${words.join(" ")}`;
}
