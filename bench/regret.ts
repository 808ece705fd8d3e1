/**
 * Holds `tune` against the full grid: what it loses, and what it saves. Writes bench/REGRET.md.
 *
 *   npm run bench:regret -- [--banking BANKING77.csv]
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { loadDataset } from "../src/data";
import { buildFeatures, type Features } from "../src/features";
import { accuracy, macroF1 } from "../src/metrics";
import { finalOf, predict, type RunSpec, type TrainedRun } from "../src/training";
import { runAll, tune } from "../src/tuning";
import { machine } from "./lib/machine";
import { table } from "./lib/markdown";
import { ROOT, SOURCES } from "./lib/paths";
import { writeWhole } from "./lib/write";
import { FRESH_SEEDS, GRID_SEEDS, gridPoints, RATES, specsOf, type GridPoint } from "./regret/grid";

const { values: options } = parseArgs({ options: { banking: { type: "string" } } });

interface Scores {
  readonly accuracy: number;
  readonly macroF1: number;
}

interface Found {
  readonly data: string;
  readonly grid: { best: GridPoint; scores: Scores; runs: number; seconds: number };
  readonly tuned: { selected: GridPoint; scores: Scores; runs: number; seconds: number; outcome: string };
}

const points = (share: number): string => (100 * share).toFixed(2);
const words = ({ schedule, peak }: GridPoint): string => `${schedule}, peak ${peak}`;

/** Means over runs, on the test split. */
function testScores(features: Features, runs: readonly TrainedRun[]): Scores {
  const { x, y } = features.splits.test;
  const labels = runs.map(({ weights }) => predict(weights, x).labels);
  const mean = (score: (truth: Int32Array, found: Int32Array) => number): number =>
    labels.reduce((sum, found) => sum + score(y, found), 0) / labels.length;
  return { accuracy: mean(accuracy), macroF1: mean(macroF1) };
}

async function compare(file: string): Promise<Found> {
  const dataset = await loadDataset(file);
  const features = buildFeatures(dataset);
  console.error(`${dataset.name}: tune`);
  const start = performance.now();
  const tuning = await tune(dataset, features);
  const tuneSeconds = (performance.now() - start) / 1000;

  const all = gridPoints(features);
  let best: { point: GridPoint; macroF1: number } | null = null;
  const gridStart = performance.now();
  for (const [i, point] of all.entries()) {
    process.stderr.write(`\r${dataset.name}: grid, point ${i + 1} of ${all.length} `);
    const runs = await runAll(await specsOf(features, point, GRID_SEEDS), features);
    if (runs.some(({ record }) => record.status === "diverged")) continue;
    const mean = runs.reduce((sum, { record }) => sum + finalOf(record).validation.macroF1, 0) / runs.length;
    if (best === null || mean > best.macroF1) best = { point, macroF1: mean };
  }
  process.stderr.write("\n");
  const gridSeconds = (performance.now() - gridStart) / 1000;
  if (best === null) throw new Error("every point of the grid diverged");

  const again = async (specs: readonly RunSpec[]): Promise<Scores> =>
    testScores(features, await runAll(specs, features));
  const { name, peak, spec } = tuning.selected;
  return {
    data: dataset.name,
    grid: {
      best: best.point,
      scores: await again(await specsOf(features, best.point, FRESH_SEEDS)),
      runs: all.length * GRID_SEEDS.length,
      seconds: gridSeconds,
    },
    tuned: {
      selected: { schedule: name, peak },
      scores: await again(FRESH_SEEDS.map((seed) => ({ ...spec, seeds: { init: seed, order: seed } }))),
      runs: tuning.cost.runs,
      seconds: tuneSeconds,
      outcome: tuning.gate.verdict.outcome,
    },
  };
}

function report(found: readonly Found[]): string {
  const rows = found.map(({ data, grid, tuned }) => [
    data,
    words(grid.best),
    `${words(tuned.selected)} (${tuned.outcome})`,
    points(grid.scores.macroF1 - tuned.scores.macroF1),
    points(grid.scores.accuracy - tuned.scores.accuracy),
    `${tuned.runs} of ${grid.runs} (${((100 * tuned.runs) / grid.runs).toFixed(0)}%)`,
    `${tuned.seconds.toFixed(0)} s`,
    `${grid.seconds.toFixed(0)} s`,
  ]);
  return [
    "# What tuning loses against the full grid",
    `Written by \`npm run bench:regret\`. The grid (bench/regret/grid.ts) has ${RATES.length} peaks in half octaves from ` +
      `${RATES[0]} to ${RATES[RATES.length - 1]}, every schedule that \`tune\` tries, and ${GRID_SEEDS.length} seeds; its best ` +
      "is the point with the highest mean validation macro-F1 and no diverged run. Both choices are scored on the test " +
      `split with ${FRESH_SEEDS.length} seeds that chose neither: regret is the grid's best minus what \`tune\` selects, so ` +
      "that below 0 the tuning did better. The runs of `tune` include its gate, which the grid does without.",
    machine(null)
      .map((line) => `- ${line}`)
      .join("\n"),
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
      rows,
    ),
    "Goal: a regret of at most .3 points with at most a fifth of the grid's runs.",
  ].join("\n\n");
}

async function main(): Promise<void> {
  const files = [join(ROOT, "data", "support-intents.csv")];
  if (options.banking !== undefined) files.push(resolve(options.banking));
  const found: Found[] = [];
  for (const file of files) found.push(await compare(file));
  const text = await format(report(found), { parser: "markdown" });
  writeWhole(join(SOURCES, "REGRET.md"), text);
  console.log(text);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
