import type { OptimizerSpec } from "../../src/training";

/** The optimizers that are timed, and a rate at which each is stable at both workloads. */
export const OPTIMIZERS = {
  sgd: { spec: { kind: "sgd" }, rate: 0.5 },
  momentum: { spec: { kind: "momentum", momentum: 0.9, nesterov: false }, rate: 0.1 },
  nesterov: { spec: { kind: "momentum", momentum: 0.9, nesterov: true }, rate: 0.1 },
  adam: { spec: { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, rate: 0.001 },
  adamw: {
    spec: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    rate: 0.001,
  },
} as const satisfies Record<string, { spec: OptimizerSpec; rate: number }>;

export type OptimizerName = keyof typeof OPTIMIZERS;
export const OPTIMIZER_NAMES = Object.keys(OPTIMIZERS) as OptimizerName[];

/** What a step process is asked: to take so many steps from the initial state, and say what they took. */
export interface StepRequest {
  readonly folder: string;
  readonly optimizer: OptimizerName;
  readonly rate: number;
  readonly variant?: string;
  readonly steps: number;
  /** Answer with the loss of each step instead. */
  readonly losses?: boolean;
}
