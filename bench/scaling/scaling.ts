import type { Features } from "../../src/features";
import { runSpec, train, type RunChoices } from "../../src/training";
import { runAll } from "../../src/tuning";
import type { Context } from "../lib/context";
import { digits, table } from "../lib/markdown";
import { interleave, type Contestant, type Timing } from "../lib/rounds";
import type { Section, Target } from "../lib/section";
import { time } from "../lib/serve";
import { syntheticFeatures, type Shape } from "../lib/synthetic";

/** What is doubled (or the threads), and the clock that counts: one thread's CPU, or the wall. */
const DOUBLED = {
  messages: { clock: "cpu", atMost: 2.1 },
  "non-zeros": { clock: "cpu", atMost: 2.1 },
  runs: { clock: "wall", atMost: 2.1 },
  vocabulary: { clock: "cpu", atMost: null },
  "hidden size": { clock: "cpu", atMost: null },
} as const;
type Doubled = keyof typeof DOUBLED;

interface ScalingResult {
  readonly base: string;
  readonly times: Record<string, Timing>;
}

const BASE: Shape = { train: 4096, validation: 256, test: 16, columns: 8192, classes: 27, nonZeros: 40 };
const HIDDEN = 64;

export const scaling: Section<ScalingResult> = {
  name: "scaling",
  title: "How the cost grows",
  measure,
  report,
  targets: (result): Target[] => [
    ...(Object.keys(DOUBLED) as Doubled[]).flatMap((what): Target[] => {
      const { atMost } = DOUBLED[what];
      return atMost === null
        ? []
        : [{ what: `cost of twice the ${what}`, wanted: { atMost }, found: growth(result, what) }];
    }),
    { what: "two threads against one", wanted: { atLeast: 1.9 }, found: speedUp(result) },
  ],
};

let seed = 0;

async function measure(context: Context): Promise<ScalingResult> {
  const { quick } = context;
  const shape = quick ? { ...BASE, train: 512 } : BASE;
  const rounds = quick ? 2 : 15;
  const epochs = quick ? 1 : 4;
  const base = syntheticFeatures(shape, 1);
  // A seed of its own for each run: one that this process has trained is not trained again.
  const choices = (hidden = HIDDEN): RunChoices => ({
    schedule: 0.1,
    model: { kind: "mlp", hidden },
    epochs,
    seed: ++seed,
    engine: "fused",
  });
  const one = (name: string, features: Features, hidden?: number): Contestant => ({
    name,
    repeat: async () => {
      const spec = await runSpec(features, choices(hidden));
      return time(async () => void (await train(spec, features)));
    },
  });
  const many = (name: string, features: Features, runs: number, threads: number): Contestant => ({
    name,
    repeat: async () => {
      const specs = await Promise.all(Array.from({ length: runs }, () => runSpec(features, choices())));
      // Read when the features' pool is made: each number of threads has features, and so a pool, of its own.
      process.env.LR_LAB_THREADS = String(threads);
      return time(async () => void (await runAll(specs, features)));
    },
  });
  const before = process.env.LR_LAB_THREADS;
  context.say("scaling: messages, non-zeros, vocabulary, hidden size");
  const sizes = await interleave(
    [
      one("base", base),
      one("messages", syntheticFeatures({ ...shape, train: 2 * shape.train, validation: 512 }, 1)),
      one("non-zeros", syntheticFeatures({ ...shape, nonZeros: 2 * shape.nonZeros }, 1)),
      one("vocabulary", syntheticFeatures({ ...shape, columns: 2 * shape.columns }, 1)),
      one("hidden size", base, 2 * HIDDEN),
    ],
    rounds,
  );
  context.say("scaling: runs, threads");
  const runs = quick ? 2 : 16;
  const [single, pair] = [{ ...base }, { ...base }];
  const sweeps = await interleave(
    [
      many("one thread", single, runs, 1),
      many("two threads", pair, runs, 2),
      many("runs", pair, 2 * runs, 2),
    ],
    rounds,
  );
  if (before === undefined) delete process.env.LR_LAB_THREADS;
  else process.env.LR_LAB_THREADS = before;
  const says =
    `${shape.train} messages, ${shape.nonZeros} non-zeros each, ${shape.columns} columns, ${HIDDEN} hidden units, ` +
    `${shape.classes} classes, batch 64, momentum, ${epochs} epochs with evaluations; sweeps of ${runs} runs`;
  return { base: says, times: { ...sizes, ...sweeps } };
}

function growth({ times }: ScalingResult, what: Doubled): number {
  if (what === "runs") return times.runs.wall.median / times["two threads"].wall.median;
  return times[what].cpu.median / times.base.cpu.median;
}

function speedUp({ times }: ScalingResult): number {
  return times["one thread"].wall.median / times["two threads"].wall.median;
}

function report(result: ScalingResult): string {
  const ms = (name: string, clock: "cpu" | "wall"): string => digits(result.times[name][clock].median);
  const rows = (Object.keys(DOUBLED) as Doubled[]).map((what) => {
    const { clock } = DOUBLED[what];
    const from = what === "runs" ? "two threads" : "base";
    return [`twice the ${what}`, clock, ms(from, clock), ms(what, clock), `${digits(growth(result, what))}x`];
  });
  rows.push([
    "two threads instead of one",
    "wall",
    ms("one thread", "wall"),
    ms("two threads", "wall"),
    `1/${digits(speedUp(result))}`,
  ]);
  return [
    `Whole runs of ${result.base}; medians of ${result.times.base.repeats} interleaved repeats, milliseconds.`,
    table(["", "clock", "before", "after", "cost"], rows),
  ].join("\n\n");
}
