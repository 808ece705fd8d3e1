import type { RunSpec } from "../training";
import type { Study } from "./study";

/** What a study takes. */
export interface StudyCost {
  readonly runs: number;
  /** Optimizer steps, where no run ends early. */
  readonly steps: number;
  /** Whether it may end with fewer runs than these. */
  readonly atMost: boolean;
}

/** A study as it is declared, before a run is trained: what all plans of studies have in common. */
export interface StudyPlan {
  readonly kind: string;
  readonly study: Study;
  /** What the factor is set to, in words; empty where it is the seeds alone. */
  readonly levels: readonly string[];
  /** What will be done, in order, in words. */
  readonly procedure: readonly string[];
  readonly cost: StudyCost;
}

/** What stays as it is in all runs of a study whose factor is the schedule: names with their values, in words. */
export function fixedFactors(spec: RunSpec): Record<string, string> {
  const { model, batchSize, epochs, labelSmoothing, clipNorm, engine } = spec;
  return {
    model: model.kind === "linear" ? "linear" : `mlp, ${model.hidden} hidden units`,
    optimizer: optimizerWords(spec.optimizer),
    "batch size": String(batchSize),
    epochs: String(epochs),
    ...(labelSmoothing > 0 ? { "label smoothing": String(labelSmoothing) } : {}),
    ...(clipNorm === null ? {} : { "gradient norm": `at most ${clipNorm}` }),
    engine: engine.name,
    "initial weights and order of messages": "by the seed",
  };
}

function optimizerWords(optimizer: RunSpec["optimizer"]): string {
  // Kind first, then what it is set to; flags by their names.
  const { kind, ...settings } = optimizer;
  const words = Object.entries(settings).flatMap(([name, value]) => {
    if (value === false || value === undefined) return [];
    return [value === true ? name : name === kind ? String(value) : `${name} ${String(value)}`];
  });
  return [kind, ...words].join(" ");
}
