import type { Scalar, Tensor, Variable } from "@tensorflow/tfjs";
import { coupledDecay } from "../idle-decay";
import type { OptimizerSpec } from "../run-spec";
import type { Tf } from "./backend";
import { prodigyUpdater } from "./prodigy";
import { move, zerosLike, type Updater } from "./updater";

/**
 * One step of the optimizer for weights w, gradient g, rate a (semantics of torch.optim, dense):
 *
 * - sgd: w -= a g
 * - momentum m: v = m v + g; w -= a v; with Nesterov w -= a (g + m v)
 * - adam: m1 = b1 m1 + (1 - b1) g; m2 = b2 m2 + (1 - b2) g^2; w -= a m1' / (sqrt(m2') + eps), where ' divides by
 *   1 - b^t
 * - adamw: first w -= a decay w for weights (rank 2 or more), then as adam
 * - prodigy: see `ProdigySpec`
 *
 * In sgd, momentum and adam a decay is coupled: g + decay w stands for g, for weights (rank 2 or more) too.
 *
 * TensorFlow.js's own optimizers lack Nesterov's and AdamW's forms, and a momentum that a schedule can move.
 */
export function createUpdater(tf: Tf, spec: OptimizerSpec, variables: readonly Variable[]): Updater {
  const updater = plainUpdater(tf, spec, variables);
  const decay = coupledDecay(spec);
  if (decay === 0) return updater;
  return {
    ...updater,
    apply: (gradients, rate, momentum) =>
      tf.tidy(() => {
        const decayed = variables.map((w, i) =>
          w.rank >= 2 ? tf.add(gradients[i], tf.mul(w, decay)) : gradients[i],
        );
        updater.apply(decayed, rate, momentum);
      }),
  };
}

/** The update without a coupled decay. */
function plainUpdater(tf: Tf, spec: OptimizerSpec, variables: readonly Variable[]): Updater {
  if (spec.kind === "sgd") {
    return {
      apply: (gradients, rate) =>
        variables.forEach((w, i) => move(tf, w, () => tf.sub(w, tf.mul(gradients[i], rate)))),
      dispose: () => undefined,
    };
  }
  if (spec.kind === "prodigy") return prodigyUpdater(tf, spec, variables);
  return spec.kind === "momentum" ? momentumUpdater(tf, spec, variables) : adamUpdater(tf, spec, variables);
}

function momentumUpdater(
  tf: Tf,
  spec: Extract<OptimizerSpec, { kind: "momentum" }>,
  variables: readonly Variable[],
): Updater {
  const velocity = zerosLike(tf, variables);
  return {
    apply: (gradients, rate, momentum = spec.momentum) =>
      variables.forEach((w, i) => {
        const v = velocity[i];
        move(tf, v, () => tf.add(tf.mul(v, momentum), gradients[i]));
        move(tf, w, () => {
          const direction = spec.nesterov ? tf.add(gradients[i], tf.mul(v, momentum)) : v;
          return tf.sub(w, tf.mul(direction, rate));
        });
      }),
    dispose: () => tf.dispose(velocity),
  };
}

function adamUpdater(
  tf: Tf,
  spec: Extract<OptimizerSpec, { kind: "adam" | "adamw" }>,
  variables: readonly Variable[],
): Updater {
  const first = zerosLike(tf, variables);
  const second = zerosLike(tf, variables);
  const decay = spec.kind === "adamw" ? spec.weightDecay : 0;
  let t = 0;
  return {
    apply: (gradients, rate) => {
      t++;
      const firstScale = 1 / (1 - spec.beta1 ** t);
      const secondScale = 1 / (1 - spec.beta2 ** t);
      variables.forEach((w, i) => {
        const g = gradients[i];
        move(tf, first[i], () => tf.add(tf.mul(first[i], spec.beta1), tf.mul(g, 1 - spec.beta1)));
        move(tf, second[i], () =>
          tf.add(tf.mul(second[i], spec.beta2), tf.mul(tf.square(g), 1 - spec.beta2)),
        );
        move(tf, w, () => {
          const kept: Tensor = decay > 0 && w.rank >= 2 ? tf.mul(w, 1 - rate * decay) : w;
          const root = tf.add(tf.sqrt(tf.mul(second[i], secondScale)), spec.epsilon);
          return tf.sub(kept, tf.mul(tf.div(tf.mul(first[i], firstScale), root), rate));
        });
      });
    },
    dispose: () => tf.dispose([first, second] as never),
  };
}

/** Scales gradients by min(1, limit / norm) with norm = sqrt of the sum over all their squares. */
export function clipByGlobalNorm(tf: Tf, gradients: readonly Tensor[], limit: number): Tensor[] {
  const norm = tf.sqrt(tf.addN(gradients.map((g) => tf.sum(tf.square(g))))) as Scalar;
  // torch.nn.utils.clip_grad_norm_ adds the same 1e-6 against a zero norm.
  const scale = tf.minimum(1, tf.div(limit, tf.add(norm, 1e-6)));
  return gradients.map((g) => tf.mul(g, scale));
}
