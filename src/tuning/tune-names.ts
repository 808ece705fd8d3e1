import type { ModelSpec, OptimizerSpec } from "../training";

/** Models that `lr-lab tune` knows by a name. */
export const TUNE_MODELS = { linear: { kind: "linear" }, mlp: { kind: "mlp", hidden: 64 } } satisfies Record<
  string,
  ModelSpec
>;

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Optimizers that `lr-lab tune` knows by a name. */
export const TUNE_OPTIMIZERS = {
  sgd: { kind: "sgd" },
  momentum: { kind: "momentum", momentum: 0.9, nesterov: false },
  adam: { kind: "adam", ...adam },
  adamw: { kind: "adamw", ...adam, weightDecay: 0.01 },
} satisfies Record<string, OptimizerSpec>;
