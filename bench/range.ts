/**
 * Measures the range test: does it give the same answer again, how much is lost by following it, and does it say so
 * where there is nothing to learn? Beside it, on the same walks, the rules of other libraries. Writes bench/RANGE.md.
 *
 *   npm run bench:range -- [--tests 20]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { contentHash, loadDataset, type Dataset } from "../src/data";
import { buildFeatures, type Features } from "../src/features";
import { macroF1 } from "../src/metrics";
import { predict, runSpec } from "../src/training";
import { rangeTest, runAll } from "../src/tuning";
import { machine } from "./lib/machine";
import { digits, table, targetTable } from "./lib/markdown";
import { ROOT, SOURCES } from "./lib/paths";
import type { Target } from "./lib/section";
import { writeWhole } from "./lib/write";
import { FINDERS } from "./range/finders";
import { clean, shuffled } from "./range/labels";

const { values: options } = parseArgs({ options: { tests: { type: "string", default: "20" } } });

/** Half octaves over the usable range; the best of them is what a suggestion is held against. */
const GRID = Array.from({ length: 13 }, (_, k) => Number((0.025 * Math.SQRT2 ** k).toPrecision(2)));
const FRESH_SEEDS = [301, 302, 303, 304, 305];
const OURS = "lr-lab, rangeTest";

/** What each rule answered in each test (null: no answer) and what following it loses, in points of test macro-F1. */
interface Answers {
  readonly rates: readonly (number | null)[];
  readonly regrets: readonly number[];
}

interface Condition {
  readonly name: string;
  readonly rules: Readonly<Record<string, Answers>>;
  /** Runs that a range test took, mean. */
  readonly runs: number;
}

const seedsOf = (base: number, test: number): number[] => [1, 2, 3].map((k) => base + 10 * test + k);

/** Mean test macro-F1 of whole runs at a constant rate; -Infinity where one diverged. */
function scorer(features: Features): (rate: number) => Promise<number> {
  const known = new Map<number, Promise<number>>();
  const { x, y } = features.splits.test;
  const score = async (rate: number): Promise<number> => {
    const specs = await Promise.all(
      FRESH_SEEDS.map((seed) => runSpec(features, { schedule: rate, seed, engine: "fused" })),
    );
    const runs = await runAll(specs, features);
    if (runs.some(({ record }) => record.status === "diverged")) return -Infinity;
    return runs.reduce((sum, { weights }) => sum + macroF1(y, predict(weights, x).labels), 0) / runs.length;
  };
  return (rate) => {
    const rounded = Number(rate.toPrecision(2));
    const found = known.get(rounded) ?? score(rounded);
    known.set(rounded, found);
    return found;
  };
}

async function measure(name: string, dataset: Dataset, tests: number): Promise<Condition> {
  const features = buildFeatures(dataset);
  const base = parseInt(contentHash([dataset.hash, "range"]).slice(0, 9), 16);
  const rates: Record<string, (number | null)[]> = Object.fromEntries(
    [OURS, ...Object.keys(FINDERS)].map((rule) => [rule, []]),
  );
  let runs = 0;
  for (let test = 0; test < tests; test++) {
    process.stderr.write(`\r${name}: test ${test + 1} of ${tests} `);
    const found = await rangeTest(features, { seeds: seedsOf(base, test), engine: "fused" });
    rates[OURS].push(found.answer?.rate ?? null);
    runs += found.runs / tests;
    const { rate, loss } = found.walks[0].run.record.curve;
    for (const [rule, finder] of Object.entries(FINDERS)) {
      rates[rule].push(finder({ rates: [...rate], losses: [...loss] }));
    }
  }
  process.stderr.write(`\r${name}: what the suggestions are worth\n`);
  const score = scorer(features);
  let best = -Infinity;
  for (const rate of GRID) best = Math.max(best, await score(rate));
  const rules: Record<string, Answers> = {};
  for (const [rule, all] of Object.entries(rates)) {
    const regrets: number[] = [];
    for (const rate of all) regrets.push(rate === null ? Infinity : 100 * (best - (await score(rate))));
    rules[rule] = { rates: all, regrets };
  }
  return { name, rules, runs };
}

/** How many tests on labels that follow from nothing end without an answer. */
async function silent(dataset: Dataset, tests: number): Promise<number> {
  let count = 0;
  for (let test = 0; test < tests; test++) {
    process.stderr.write(`\rshuffled labels: test ${test + 1} of ${tests} `);
    const features = buildFeatures(shuffled(dataset, test + 1));
    const base = parseInt(contentHash([dataset.hash, "shuffled"]).slice(0, 9), 16);
    const { answer } = await rangeTest(features, { seeds: seedsOf(base, test), engine: "fused" });
    if (answer === null) count++;
  }
  process.stderr.write("\n");
  return count;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

const spread = ({ rates }: Answers): number => {
  const given = rates.filter((rate): rate is number => rate !== null);
  return given.length < 2 ? NaN : quantile(given, 0.9) / quantile(given, 0.1);
};
const within = ({ regrets }: Answers): number => regrets.filter((regret) => regret <= 0.5).length;

function report(
  conditions: readonly Condition[],
  silence: number,
  tests: number,
): { text: string; targets: Target[] } {
  const targets: Target[] = conditions.flatMap(({ name, rules }) => [
    { what: `${name}: P90 / P10 of the answers`, wanted: { atMost: 2 }, found: spread(rules[OURS]) },
    {
      what: `${name}: regret of .5 points or less, of ${tests}`,
      wanted: { atLeast: tests - 1 },
      found: within(rules[OURS]),
      unit: "" as const,
    },
  ]);
  targets.push({
    what: `shuffled labels: no clear answer, of ${tests}`,
    wanted: { atLeast: Math.floor(0.9 * tests) },
    found: silence,
    unit: "",
  });
  const percent = (share: number): string => (Number.isFinite(share) ? share.toFixed(2) : "a run diverged");
  const sections = conditions.map(({ name, rules, runs }) => {
    const rows = Object.entries(rules).map(([rule, answers]) => {
      const given = answers.rates.filter((rate): rate is number => rate !== null);
      return [
        rule,
        `${given.length}`,
        given.length === 0 ? "-" : `${digits(quantile(given, 0.1))} to ${digits(quantile(given, 0.9))}`,
        `${digits(spread(answers))}x`,
        percent(quantile(answers.regrets, 0.5)),
        percent(Math.max(...answers.regrets)),
        `${within(answers)} of ${tests}`,
      ];
    });
    const head = ["", "answers", "P10 to P90", "P90 / P10", "median regret", "worst", ".5 points or less"];
    const cost = `A range test took ${runs.toFixed(1)} runs, mean; each of the other rules reads one.`;
    return `## ${name}\n\n${table(head, rows)}\n\n${cost}`;
  });
  const text = [
    "# The range test, measured",
    `Written by \`npm run bench:range\`. ${tests} range tests, each with three seeds of its own, derived from the data's hash; ` +
      "default model, momentum .9, 5 epochs, constant rates. The other libraries' rules read the training loss of each " +
      "test's first walk, as their sources state them; their own walks would be shorter, and start elsewhere. Regret is " +
      "what a whole run at the answer loses against the best of a grid in half octaves " +
      `(${GRID[0]} to ${GRID[GRID.length - 1]}), in points of test macro-F1, means over ${FRESH_SEEDS.length} seeds that chose ` +
      "neither; the grid's best is the luckiest of its points, so that regret is a little overstated.",
    machine(null)
      .slice(0, 2)
      .map((line) => `- ${line}`)
      .join("\n"),
    targetTable(targets),
    ...sections,
    `## Shuffled labels\n\nWhere labels follow from nothing, ${silence} of ${tests} tests said that there is no clear answer. ` +
      "The other rules give an answer on any curve.",
  ].join("\n\n");
  return { text, targets };
}

async function main(): Promise<void> {
  const tests = Number(options.tests);
  if (!Number.isInteger(tests) || tests < 3) throw new Error("--tests must be a whole number of 3 or more");
  const noisy = await loadDataset(join(ROOT, "data", "support-intents.csv"));
  const conditions = [
    await measure("14% wrong labels", noisy, tests),
    await measure("right labels", clean(noisy), tests),
  ];
  const { text, targets } = report(conditions, await silent(noisy, tests), tests);
  writeWhole(join(SOURCES, "RANGE.md"), await format(text, { parser: "markdown" }));
  console.error("bench/RANGE.md written");
  console.log(targetTable(targets));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
