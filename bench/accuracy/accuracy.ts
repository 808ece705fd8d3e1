import { join } from "node:path";
import { loadDataset } from "../../src/data";
import { buildFeatures, DEFAULT_FEATURES, type FeatureSpec } from "../../src/features";
import type { Context } from "../lib/context";
import { digits, table, times } from "../lib/markdown";
import { writeProblem } from "../lib/problem";
import { interleave, type Contestant, type Timing } from "../lib/rounds";
import type { Section, Target } from "../lib/section";
import { fastestTorch, lrLab, torch, type PartyTook } from "../sweep/parties";
import type { Plan } from "../sweep/plan";

/** Words and pairs of words, and 3 to 5 characters within words: all that two training messages share. */
const FEATURES: FeatureSpec = {
  ...DEFAULT_FEATURES,
  word: [1, 2],
  char: [3, 5],
  columns: { kind: "vocabulary", maxSize: 50_000, minCount: 2 },
};
const SEEDS = [1, 2, 3];
const RATE = 0.3;

interface AccuracyResult {
  readonly columns: number;
  readonly nonZeros: number;
  readonly messages: number;
  readonly epochs: number;
  /** Milliseconds a run, one run after the other in one thread, without the start of the process. */
  readonly times: Record<string, Timing>;
  /** Test accuracy of each seed, percent. */
  readonly accuracies: Record<string, readonly number[]>;
  readonly torch: string | null;
}

/** Null where no BANKING77 was named. */
export const accuracySection: Section<AccuracyResult | null> = {
  name: "accuracy",
  title: "BANKING77 with word and character n-grams",
  measure,
  report,
  targets: (result): Target[] => [
    {
      what: "BANKING77, word 1-2 and character 3-5 n-grams: test accuracy, mean of 3 seeds",
      wanted: { atLeast: 91 },
      found: result === null ? null : mean(result.accuracies["lr-lab"]),
      unit: "%",
    },
  ],
};

async function measure(context: Context): Promise<AccuracyResult | null> {
  const { banking, python, quick } = context;
  if (banking === null) return null;
  const features = buildFeatures(await loadDataset(banking), FEATURES);
  const { x } = features.splits.train;
  const folder = join(context.folder, "accuracy");
  const [hidden, batch, epochs] = [128, 32, quick ? 1 : 15];
  writeProblem({ folder, features, hidden, batch }, { seeds: SEEDS, epochs });
  const plan: Plan = {
    ...{ folder, csv: null, features: FEATURES, hidden, batch, epochs },
    steps: Math.ceil(x.rows / batch) * epochs,
    runs: (quick ? [1] : SEEDS).map((seed) => ({ rate: RATE, seed })),
    ...{ way: "bag", threads: 1 },
  };
  const accuracies: Record<string, number[]> = {};
  const contestant = (name: string, party: () => Promise<PartyTook>): Contestant => ({
    name,
    repeat: async () => {
      const { trainingSeconds, runs } = (await party()).answer;
      context.say(`${name}: ${trainingSeconds.toFixed(1)} s`);
      accuracies[name] = runs.map(({ test }) => test);
      return { wallMs: (1000 * trainingSeconds) / runs.length, cpuMs: NaN };
    },
  });
  const contestants = [contestant("lr-lab", () => lrLab(plan, { oneByOne: true }))];
  let way: string | null = null;
  if (python !== null) {
    const { both, one } = await fastestTorch({ ...context, python }, plan);
    way = `${both.way}, ${both.threads} threads`;
    contestants.push(contestant("PyTorch, one thread", () => torch(python, one)));
    if (both.threads > 1) contestants.push(contestant("PyTorch, two threads", () => torch(python, both)));
  }
  const found = await interleave(contestants, quick ? 1 : 3, { warm: false });
  const nonZeros = x.indices.length / x.rows;
  return { columns: x.columns, nonZeros, messages: x.rows, epochs, times: found, accuracies, torch: way };
}

function report(result: AccuracyResult | null): string {
  if (result === null) return "Not measured (no --banking).";
  const { columns, nonZeros, messages, epochs, times: found, accuracies } = result;
  const ours = found["lr-lab"].wall.median;
  const rows = Object.entries(found).map(([name, { wall }]) => [
    name,
    `${digits(wall.median / 1000)} s`,
    times(wall.median / ours),
    mean(accuracies[name]).toFixed(2),
    accuracies[name].map((one) => one.toFixed(2)).join(", "),
  ]);
  return [
    `Word 1-2 and character 3-5 n-grams that two of ${messages} training messages share: ${columns} columns, ` +
      `${nonZeros.toFixed(0)} non-zeros a message; sublinear tf-idf, 128 hidden units, batch 32, momentum .9, cosine ` +
      `from ${RATE}, ${epochs} epochs. Validation messages (15% of what BANKING77 gives for training) are not ` +
      `trained on. One run after the other, lr-lab in one thread.`,
    table(["", "a run, median", "times lr-lab's", "test accuracy, mean, %", "each seed"], rows),
    ...(result.torch === null ? ["PyTorch: not measured (no --python)."] : []),
  ].join("\n\n");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
