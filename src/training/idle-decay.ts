import type { OptimizerSpec } from "./run-spec";

/** An optimizer whose decay acts on the weights themselves, not through the gradient. */
type Decoupled = Extract<OptimizerSpec, { kind: "adamw" | "prodigy" }>;

export function isDecoupled(optimizer: OptimizerSpec): optimizer is Decoupled {
  return optimizer.kind === "adamw" || optimizer.kind === "prodigy";
}

/** Coupled weight decay of an optimizer: what is added to the gradient, times the weights. */
export function coupledDecay(optimizer: OptimizerSpec): number {
  return isDecoupled(optimizer) ? 0 : (optimizer.weightDecay ?? 0);
}

/** The optimizer without a coupled decay of 0, which is none: the same run has the same id. */
export function withoutIdleDecay(optimizer: OptimizerSpec): OptimizerSpec {
  if (isDecoupled(optimizer) || optimizer.weightDecay !== 0) return optimizer;
  const rest = { ...optimizer };
  delete rest.weightDecay;
  return rest;
}
