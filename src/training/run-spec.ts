import type { ScheduleSpec } from "../schedules";

/** The built-in intent classifiers: bag of n-grams -> softmax, or -> ReLU hidden layer -> softmax. */
export type ModelSpec = { readonly kind: "linear" } | { readonly kind: "mlp"; readonly hidden: number };

/**
 * The update rule; the rate comes from the schedule. Semantics as in PyTorch, dense: a row of weights that a batch
 * does not touch still moves by its momentum and its decay. Decay is for weights, not for biases; in sgd, momentum
 * and adam it is coupled (gradient + weightDecay x w, after clipping) and 0 where not given.
 */
export type OptimizerSpec =
  | { readonly kind: "sgd"; readonly weightDecay?: number }
  | {
      readonly kind: "momentum";
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay?: number;
    }
  | {
      readonly kind: "adam";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay?: number;
    }
  | {
      readonly kind: "adamw";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** Decoupled: each step first scales the weights (not the biases) by 1 - rate x weightDecay. */
      readonly weightDecay: number;
    }
  | ProdigySpec;

/**
 * Prodigy: Adam that finds its own rate. For weights w from w0, gradient g (clipped), the schedule's rate a as a
 * multiplier (1, or a decay from 1) and an estimate d of the distance from w0 to a solution, each step takes
 *
 * - r = d a, times sqrt(1 - beta2^t) / (1 - beta1^t) with bias correction: the rate of this step
 * - m' = beta1 m + (1 - beta1) d g; v' = beta2 v + (1 - beta2) d^2 g^2
 * - n' = beta3 n + (d / d0) r <g, w0 - w>; s' = beta3 s + (d / d0) r g, with beta3 = sqrt(beta2)
 * - d' = max(d, n' / |s'|_1), over all parameters together
 * - w' = w - r weightDecay w - r m' / (sqrt(v') + d' epsilon)
 *
 * as prodigyopt 1.1.2 does (d_coef 1, growth_rate infinite, safeguard_warmup off). A multiplier of 0 takes no step, and
 * a gradient that was 0 so far moves nothing. What a curve and an evaluation call the rate is d x a. Under a warmup d
 * grows too high, as with prodigyopt without its safeguard: leave it constant, or let it decay.
 *
 * Source: Mishchenko and Defazio, Prodigy, 2023, arXiv:2306.06101; https://pypi.org/project/prodigyopt/1.1.2
 */
export interface ProdigySpec {
  readonly kind: "prodigy";
  /** From 0 to below 1; .9 in prodigyopt. */
  readonly beta1: number;
  /** From 0 to below 1; .999 in prodigyopt. */
  readonly beta2: number;
  /** At least 1e-20; 1e-8 in prodigyopt. */
  readonly epsilon: number;
  /** Decoupled, as AdamW's, for weights and not for biases; 0 in prodigyopt. */
  readonly weightDecay: number;
  /** The first estimate, at least 1e-12 and below any rate that could be right; 1e-6 in prodigyopt. */
  readonly d0: number;
  /** Adam's bias correction of the rate; false in prodigyopt. */
  readonly biasCorrection: boolean;
}

/** When a run ends early. A run whose loss is not finite always ends. */
export interface StopRule {
  /** End as diverged when a step's training loss exceeds this many times the initial one; null for never. */
  readonly divergenceFactor: number | null;
}

/** All that determines one training run; its canonical JSON is hashed into the run's id. */
export interface RunSpec {
  readonly kind: "run-spec";
  readonly version: 2;
  /** Content hash of the dataset. */
  readonly data: string;
  /** Content hash of the features. */
  readonly features: string;
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec;
  readonly schedule: ScheduleSpec;
  readonly batchSize: number;
  readonly epochs: number;
  /**
   * e from 0 to below 1: the target is 1 - e + e / classes for the label and e / classes for the others
   * (torch.nn.CrossEntropyLoss). In the loss that is trained on; evaluations are without it.
   */
  readonly labelSmoothing: number;
  /** Scale the gradient down to this global Euclidean norm, before the update; null for never. */
  readonly clipNorm: number | null;
  readonly stop: StopRule;
  /** How often training and validation are evaluated: each epoch is this many evaluations. */
  readonly evaluationsPerEpoch: number;
  readonly seeds: { readonly init: number; readonly order: number };
  readonly engine: EngineSpec;
}

/** What trains the run, down to the build: other builds may round otherwise. */
export type EngineSpec =
  | { readonly name: "fused"; readonly build: string }
  | { readonly name: "tfjs"; readonly backend: Backend; readonly build: string };

/** TensorFlow.js backends that a run can use. */
export type Backend = "tensorflow" | "wasm" | "cpu";
