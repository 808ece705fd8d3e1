import { join } from "node:path";
import { ONE_THREAD } from "../lib/child";
import type { Context } from "../lib/context";
import { COMPILED, SOURCES } from "../lib/paths";
import { runProcess } from "../lib/process";
import { writePlan, type Plan, type PlanAnswer } from "./plan";
import type { FitAnswer } from "./tfjs-fit";

/** What a party took from the start of its first process to the end of its last, and what it found. */
export interface PartyTook {
  readonly seconds: number;
  readonly answer: PlanAnswer;
}

/** lr-lab in a fresh process: on all cores by its worker threads, or one run after the other in one thread. */
export async function lrLab(plan: Plan, { oneByOne = false } = {}): Promise<PartyTook> {
  const args = [join(COMPILED, "sweep", "lr-lab-sweep.js"), writePlan(plan)];
  const env = oneByOne ? { LR_LAB_THREADS: "1" } : {};
  const { wallMs, answer } = await runProcess<PlanAnswer>(
    process.execPath,
    oneByOne ? [...args, "--one-by-one"] : args,
    env,
  );
  return { seconds: wallMs / 1000, answer };
}

/** PyTorch without the widest vectors of this processor: the same sums in another order, so other rounding. */
export const NARROW: NodeJS.ProcessEnv = {
  ATEN_CPU_CAPABILITY: "default",
  ONEDNN_MAX_CPU_ISA: "SSE41",
  MKL_ENABLE_INSTRUCTIONS: "SSE4_2",
};

/** PyTorch in so many fresh processes, which share the plan's runs between them. */
export async function torch(
  python: string,
  plan: Plan,
  processes = 1,
  rounding: NodeJS.ProcessEnv = {},
): Promise<PartyTook> {
  const script = join(SOURCES, "sweep", "torch_sweep.py");
  const start = performance.now();
  const answers = await Promise.all(
    Array.from({ length: processes }, (_, part) => {
      const runs = plan.runs.filter((_, i) => i % processes === part);
      const env = { ...(plan.threads === 1 ? ONE_THREAD : {}), ...rounding };
      return runProcess<PlanAnswer>(python, [script, writePlan({ ...plan, runs })], env);
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const trainingSeconds = Math.max(...answers.map(({ answer }) => answer.trainingSeconds));
  return { seconds, answer: { trainingSeconds, runs: answers.flatMap(({ answer }) => answer.runs) } };
}

/** One run by `model.fit` of TensorFlow.js. */
export async function tfjsFit(plan: Plan): Promise<FitAnswer> {
  const script = join(COMPILED, "sweep", "tfjs-fit.js");
  return (await runProcess<FitAnswer>(process.execPath, [script, writePlan(plan)])).answer;
}

/** How PyTorch is fastest here, found by one short run each: with both cores, and with one. */
export async function fastestTorch(
  context: Context & { python: string },
  plan: Plan,
): Promise<{ both: Plan; one: Plan }> {
  const short = { ...plan, runs: plan.runs.slice(0, 1), epochs: Math.min(plan.epochs, 2) };
  const tried: { plan: Plan; seconds: number }[] = [];
  // A dense matrix of a wide vocabulary does not fit in memory, and would be slower.
  const ways = plan.features.char === null ? ["bag", "dense"] : ["bag"];
  for (const way of ways) {
    for (const threads of [1, 2]) {
      const { answer } = await torch(context.python, { ...short, way, threads });
      context.say(`PyTorch, ${way}, ${threads} threads: ${answer.trainingSeconds.toFixed(2)} s`);
      tried.push({ plan: { ...plan, way, threads }, seconds: answer.trainingSeconds });
    }
  }
  tried.sort((a, b) => a.seconds - b.seconds);
  const one = tried.find(({ plan: { threads } }) => threads === 1) as (typeof tried)[number];
  return { both: tried[0].plan, one: one.plan };
}
