import { digits, table, times } from "../lib/markdown";
import type { Target } from "../lib/section";
import type { PlanAnswer } from "./plan";
import type { SweepResult } from "./sweep";

const PARTIES = ["lr-lab", "PyTorch, one after the other", "PyTorch, two processes"];
const TARGETS = { torch: 8, fit: 30, points: 0.3 };

export function sweepTargets(result: SweepResult): Target[] {
  const ours = seconds(result, "lr-lab") as number;
  const theirs = PARTIES.slice(1)
    .map((party) => seconds(result, party))
    .filter((one): one is number => one !== null);
  const fit = fitSeconds(result);
  const apart = byRate(result).map(({ ours: a, theirs: b }) => (b === null ? null : Math.abs(a - b)));
  const most = apart.includes(null) ? null : Math.max(...(apart as number[]));
  return [
    {
      what: `${result.runs}-run sweep: PyTorch's best arrangement`,
      wanted: { atLeast: TARGETS.torch },
      found: theirs.length === 0 ? null : Math.min(...theirs) / ours,
    },
    {
      what: `${result.runs}-run sweep: TensorFlow.js fit`,
      wanted: { atLeast: TARGETS.fit },
      found: fit === null ? null : fit / ours,
    },
    {
      what: "sweep: test accuracy from PyTorch's, at the rate where it differs most",
      wanted: { atMost: TARGETS.points },
      found: most,
      unit: "points",
    },
  ];
}

export function reportSweep(result: SweepResult): string {
  const ours = seconds(result, "lr-lab") as number;
  const rows = PARTIES.filter((party) => result.times[party] !== undefined).map((party) => {
    const { median, min } = result.times[party].wall;
    const training = `${digits(result.training[party])} s`;
    return [
      party,
      `${digits(median / 1000)} s`,
      `${digits(min / 1000)} s`,
      training,
      times(median / 1000 / ours),
    ];
  });
  const fit = fitSeconds(result);
  if (fit !== null) {
    const { backend, trainingSeconds } = result.fit as NonNullable<SweepResult["fit"]>;
    const name = `TensorFlow.js fit (${backend}), ${digits(trainingSeconds)} s a run x ${result.runs}`;
    rows.push([name, `${digits(fit)} s`, "", `${digits(fit)} s`, times(fit / ours)]);
  }
  const accuracies = byRate(result).map(({ rate, ours: a, theirs: b, again }) => [
    String(rate),
    a.toFixed(2),
    ...(b === null ? ["-", "-"] : [b.toFixed(2), (a - b).toFixed(2)]),
    b === null || again === null ? "-" : (again - b).toFixed(2),
  ]);
  return [
    `${result.data}: word features, 128 hidden units, batch 32, momentum .9, cosine, ${result.epochs} epochs, ` +
      `training and validation data scored after each; ${result.times["lr-lab"].repeats} interleaved repeats. The ` +
      "time is from the start of the first process to the end of the last: for lr-lab with reading the texts and " +
      "making their features, which PyTorch gets ready-made. " +
      (result.torch === null ? "PyTorch: not measured (no --python)." : `PyTorch, ${result.torch}.`) +
      " TensorFlow.js: one run by `model.fit` on a dense tensor, its start not counted, scaled to all runs.",
    table(["", "wall, median", "wall, minimum", "training alone", "times lr-lab's"], rows),
    "The last column is PyTorch against itself: on this processor's narrowest vectors, against its widest. The same " +
      "sums in another order round differently, and hot rates amplify it: where this column is not small, neither " +
      "can the difference be.",
    table(
      [
        "test accuracy by peak rate, mean of seeds, %",
        "lr-lab",
        "PyTorch",
        "difference",
        "PyTorch on narrow vectors, difference",
      ],
      accuracies,
    ),
  ].join("\n\n");
}

function seconds({ times: found }: SweepResult, party: string): number | null {
  return found[party] === undefined ? null : found[party].wall.median / 1000;
}

function fitSeconds({ fit, runs }: SweepResult): number | null {
  return fit === null ? null : fit.trainingSeconds * runs;
}

/** Test accuracy at each rate: ours, that of PyTorch's two processes, and the same on narrow vectors. */
function byRate({
  accuracies,
  narrow,
}: SweepResult): { rate: number; ours: number; theirs: number | null; again: number | null }[] {
  const ours = accuracies["lr-lab"];
  const theirs = accuracies[PARTIES[2]] ?? accuracies[PARTIES[1]];
  const mean = (runs: PlanAnswer["runs"] | undefined, rate: number): number | null => {
    const at = runs?.filter((run) => run.rate === rate);
    return at === undefined ? null : at.reduce((sum, { test }) => sum + test, 0) / at.length;
  };
  const rates = [...new Set(ours.map(({ rate }) => rate))];
  return rates.map((rate) => ({
    rate,
    ours: mean(ours, rate) as number,
    theirs: mean(theirs, rate),
    again: mean(narrow ?? undefined, rate),
  }));
}
