import { join } from "node:path";
import { DEFAULT_FEATURES } from "../../src/features";
import type { Context } from "../lib/context";
import { writeProblem } from "../lib/problem";
import { interleave, type Contestant, type Timing } from "../lib/rounds";
import type { Section } from "../lib/section";
import { bankingFeatures } from "../step/workloads";
import { fastestTorch, lrLab, NARROW, tfjsFit, torch, type PartyTook } from "./parties";
import type { Plan, PlanAnswer } from "./plan";
import { reportSweep, sweepTargets } from "./report";
import type { FitAnswer } from "./tfjs-fit";

const RATES = [0.02, 0.04, 0.08, 0.15, 0.3, 0.5, 0.75, 1];
const SEEDS = [1, 2, 3];

/** The same runs by each party: what they took (milliseconds of wall time) and how well they ended. */
export interface SweepResult {
  readonly data: string;
  readonly runs: number;
  readonly epochs: number;
  readonly times: Record<string, Timing>;
  /** Seconds of the fastest repeat without the start of the processes, texts and features. */
  readonly training: Record<string, number>;
  readonly accuracies: Record<string, PlanAnswer["runs"]>;
  /** PyTorch's again, on narrow vectors: what rounding alone does to them. */
  readonly narrow: PlanAnswer["runs"] | null;
  /** How PyTorch ran: way and threads. */
  readonly torch: string | null;
  readonly fit: FitAnswer | null;
}

export const sweepSection: Section<SweepResult> = {
  name: "sweep",
  title: "A sweep of 24 runs, end to end on all cores",
  measure,
  report: reportSweep,
  targets: sweepTargets,
};

async function measure(context: Context): Promise<SweepResult> {
  const { quick, python, banking } = context;
  const features = await bankingFeatures(context);
  const folder = join(context.folder, "sweep");
  const [hidden, batch, epochs] = [128, 32, quick ? 1 : 15];
  const rates = quick ? [0.15, 0.3] : RATES;
  const seeds = quick ? [1] : SEEDS;
  writeProblem({ folder, features, hidden, batch }, { seeds: SEEDS, epochs });
  const steps = Math.ceil(features.splits.train.x.rows / batch) * epochs;
  const runs = rates.flatMap((rate) => seeds.map((seed) => ({ rate, seed })));
  const plan: Plan = {
    ...{ folder, csv: banking, features: DEFAULT_FEATURES, hidden, batch, epochs, steps, runs },
    ...{ way: "bag", threads: 1 },
  };
  const accuracies: SweepResult["accuracies"] = {};
  const training: SweepResult["training"] = {};
  const contestant = (name: string, party: () => Promise<PartyTook>): Contestant => ({
    name,
    repeat: async () => {
      const { seconds, answer } = await party();
      context.say(
        `${name}: ${seconds.toFixed(1)} s, of which training ${answer.trainingSeconds.toFixed(1)} s`,
      );
      accuracies[name] = answer.runs;
      training[name] = Math.min(training[name] ?? Infinity, answer.trainingSeconds);
      return { wallMs: seconds * 1000, cpuMs: NaN };
    },
  });
  const contestants = [contestant("lr-lab", () => lrLab(plan))];
  let way: string | null = null;
  let one = plan;
  if (python !== null) {
    const fastest = await fastestTorch({ ...context, python }, plan);
    const { both } = fastest;
    one = fastest.one;
    way = `one after the other: ${both.way}, ${both.threads} threads; two processes: ${one.way}, 1 thread each`;
    contestants.push(contestant("PyTorch, one after the other", () => torch(python, both)));
    contestants.push(contestant("PyTorch, two processes", () => torch(python, one, 2)));
  }
  const times = await interleave(contestants, quick ? 1 : 3, { warm: false });
  let narrow: SweepResult["narrow"] = null;
  if (python !== null) {
    context.say("PyTorch on narrow vectors: its rounding, not timed");
    narrow = (await torch(python, one, 2, NARROW)).answer.runs;
  }
  context.say("TensorFlow.js model.fit: one run");
  const fitPlan = { ...plan, runs: [{ rate: 0.1, seed: 1 }] };
  const fit = await tfjsFit(fitPlan);
  const data = banking === null ? "a synthetic stand-in of BANKING77's shape (no --banking)" : "BANKING77";
  return { data, runs: runs.length, epochs, times, training, accuracies, narrow, torch: way, fit };
}
