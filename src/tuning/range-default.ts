import type { OptimizerSpec } from "../training";

/**
 * Rates that hold the usable ones of the built-in models: .03 (1 - momentum) to 1000 (1 - momentum) for SGD, since
 * momentum multiplies the step by 1 / (1 - momentum); 1e-5 to 1 for Adam and AdamW; .1 to 10 for Prodigy, where it
 * multiplies the rate that the optimizer finds.
 */
export function defaultRange(optimizer?: OptimizerSpec): { low: number; high: number } {
  if (optimizer?.kind === "adam" || optimizer?.kind === "adamw") return { low: 1e-5, high: 1 };
  if (optimizer?.kind === "prodigy") return { low: 0.1, high: 10 };
  const momentum = optimizer?.kind === "sgd" ? 0 : (optimizer?.momentum ?? 0.9);
  const scale = Number((1 - momentum).toPrecision(6));
  return { low: 0.03 * scale, high: 1000 * scale };
}
