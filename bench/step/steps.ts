import type { Context } from "../lib/context";
import { interleave, type Timing } from "../lib/rounds";
import type { Section } from "../lib/section";
import { contestantsOf, request, startSteppers, type Steppers } from "./contestants";
import { OPTIMIZER_NAMES, type OptimizerName } from "./optimizers";
import { reportSteps, stepTargets } from "./report";
import { workloads, type Workload } from "./workloads";

/** Timings a step, by workload, optimizer and way; and how far the losses are from PyTorch's in float64. */
export interface StepResult {
  readonly workloads: readonly { readonly name: "A" | "B"; readonly says: string }[];
  readonly times: Record<string, Record<string, Record<string, Timing>>>;
  /** Largest relative difference of the losses of 1 and of 100 steps; null where not measured. */
  readonly parity: Record<string, Record<string, { first: number; hundred: number } | null>>;
}

export const steps: Section<StepResult> = {
  name: "steps",
  title: "One training step, one thread",
  measure,
  report: reportSteps,
  targets: stepTargets,
};

async function measure(context: Context): Promise<StepResult> {
  const both = await workloads(context);
  const steppers = await startSteppers(context, both[0]);
  const times: StepResult["times"] = {};
  const parity: StepResult["parity"] = {};
  try {
    for (const workload of both) {
      times[workload.name] = {};
      parity[workload.name] = {};
      for (const optimizer of OPTIMIZER_NAMES) {
        context.say(`step times: ${workload.name}, ${optimizer}`);
        const contestants = await contestantsOf(workload, optimizer, steppers, context);
        times[workload.name][optimizer] = await interleave(contestants, context.quick ? 3 : 15);
        parity[workload.name][optimizer] = await compareLosses(workload, optimizer, steppers);
      }
    }
  } finally {
    for (const child of Object.values(steppers) as Steppers["fused"][]) await child?.close();
  }
  return { workloads: both.map(({ name, says }) => ({ name, says })), times, parity };
}

/** The fused losses (TensorFlow.js's, without a fused engine) against PyTorch's in float64: same start, same order. */
async function compareLosses(
  workload: Workload,
  optimizer: OptimizerName,
  steppers: Steppers,
): Promise<{ first: number; hundred: number } | null> {
  const here = steppers.fused ?? steppers.wasm;
  if (here === null || steppers.torch === null) return null;
  const asked = { ...request(workload, optimizer, { by: "torch", steps: 100 }), losses: true };
  const ours = await here.ask<number[]>(asked);
  const theirs = await steppers.torch.ask<number[]>(asked);
  const apart = ours.map((loss, i) => Math.abs(loss - theirs[i]) / Math.abs(theirs[i]));
  // The loss of the first step is before any update: the second shows one step.
  return { first: Math.max(apart[0], apart[1]), hundred: Math.max(...apart) };
}
