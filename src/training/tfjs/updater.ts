import type { Tensor, Variable } from "@tensorflow/tfjs";
import type { Tf } from "./backend";

/** Applies one update; gradients are in the order of the variables. */
export interface Updater {
  apply(gradients: readonly Tensor[], rate: number, momentum?: number): void;
  /** What the next update multiplies its rate by; 1 where it is missing. */
  scale?(): number;
  dispose(): void;
}

export function zerosLike(tf: Tf, variables: readonly Variable[]): Variable[] {
  return variables.map((w) => tf.tidy(() => tf.variable(tf.zerosLike(w), false)));
}

export function move(tf: Tf, variable: Variable, value: () => Tensor): void {
  tf.tidy(() => variable.assign(value() as never));
}
