/** Answers step requests with lr-lab's fused engine, per-step diagnostics on; and measures this machine's roof. */
import { readProblem } from "../lib/problem";
import { serve, time, type Took } from "../lib/serve";
import { roof } from "../roofline/roof";
import type { OpenRun } from "../../src/training";
import { openFused } from "./fused";
import type { StepRequest } from "./optimizers";

const problems = new Map<string, ReturnType<typeof readProblem>>();
const runs = new Map<string, { run: OpenRun; restart(): void }>();

async function runOf({ folder, optimizer, rate }: StepRequest): Promise<{ run: OpenRun; restart(): void }> {
  const key = `${folder} ${optimizer}`;
  const known = runs.get(key);
  if (known !== undefined) return known;
  const { features, hidden, batch } = problems.get(folder) ?? readProblem(folder);
  const run = await openFused(features, { optimizer, rate, hidden, batch, epochs: 100 });
  const start = run.checkpoint();
  const made = { run, restart: () => run.restore(start) };
  runs.set(key, made);
  return made;
}

async function answer(request: StepRequest & { roof?: "flops" | "rows" }): Promise<unknown> {
  if (request.roof !== undefined) return roof(request.roof);
  const { run, restart } = await runOf(request);
  restart();
  if (request.losses) return Array.from({ length: request.steps }, () => run.advance().loss);
  const took: Took = await time(() => {
    for (let step = 0; step < request.steps; step++) run.advance();
  });
  return took;
}

void serve(answer);
