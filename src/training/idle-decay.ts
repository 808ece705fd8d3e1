import type { OptimizerSpec } from "./run-spec";

/** The optimizer without a coupled decay of 0, which is none: the same run has the same id. */
export function withoutIdleDecay(optimizer: OptimizerSpec): OptimizerSpec {
  if (optimizer.kind === "adamw" || optimizer.weightDecay !== 0) return optimizer;
  const rest = { ...optimizer };
  delete rest.weightDecay;
  return rest;
}
