import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FeatureSpec } from "../../src/features";
import { cosine } from "../../src/schedules";
import type { RunChoices } from "../../src/training";

/** Runs that several parties train: momentum .9, cosine from the rate to 0, ReLU hidden layer. */
export interface Plan {
  /** The problem's folder (`writeProblem`). */
  readonly folder: string;
  /** For lr-lab alone, which then starts from the texts; null: from the folder's arrays. */
  readonly csv: string | null;
  readonly features: FeatureSpec;
  readonly hidden: number;
  readonly batch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly runs: readonly { readonly rate: number; readonly seed: number }[];
  /** For PyTorch: how it multiplies by sparse rows (bag or dense), and with how many threads. */
  readonly way: string;
  readonly threads: number;
}

/** What a party says when all runs are trained. */
export interface PlanAnswer {
  /** From the first line of its program, or without its start: what the runs themselves took. */
  readonly trainingSeconds: number;
  readonly runs: readonly {
    readonly rate: number;
    readonly seed: number;
    /** Percent. */
    readonly test: number;
    readonly validation: number;
  }[];
}

let written = 0;

/** Writes the plan into its problem's folder for another process to read; gives the file. */
export function writePlan(plan: Plan): string {
  const file = join(plan.folder, `plan-${++written}.json`);
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

/** A run of the plan as lr-lab's choices. */
export function choicesOf(plan: Plan, { rate, seed }: Plan["runs"][number]): RunChoices {
  return {
    schedule: cosine({ peak: rate, steps: plan.steps }),
    model: { kind: "mlp", hidden: plan.hidden },
    optimizer: { kind: "momentum", momentum: 0.9, nesterov: false },
    batchSize: plan.batch,
    epochs: plan.epochs,
    evaluationsPerEpoch: 1,
    seed,
    engine: "fused",
  };
}
