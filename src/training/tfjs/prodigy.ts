import type { Tensor, Variable } from "@tensorflow/tfjs";
import type { ProdigySpec } from "../run-spec";
import type { Tf } from "./backend";
import { move, zerosLike, type Updater } from "./updater";

/**
 * Prodigy; the formulas stand at `ProdigySpec`. The root of v is kept, and the way back w0 - w in place of w0: in
 * float32 d^2 g^2 of the first steps has no digits to spare, and the first moves are lost in the difference of two
 * weights. The two sums over all parameters are in float64.
 */
export function prodigyUpdater(tf: Tf, spec: ProdigySpec, variables: readonly Variable[]): Updater {
  const { beta1, beta2, epsilon, weightDecay, d0, biasCorrection } = spec;
  const beta3 = Math.sqrt(beta2);
  const [first, root, sums, back] = [1, 2, 3, 4].map(() => zerosLike(tf, variables));
  let d = d0;
  let numerator = 0;
  let t = 0;
  return {
    apply: (gradients, rate) => {
      if (rate === 0) return;
      const corrected = biasCorrection ? Math.sqrt(1 - beta2 ** (t + 1)) / (1 - beta1 ** (t + 1)) : 1;
      const r = d * rate * corrected;
      const weight = (d / d0) * r;
      let products = 0;
      let absolutes = 0;
      variables.forEach((_, i) => {
        const g = gradients[i];
        move(tf, first[i], () => tf.add(tf.mul(first[i], beta1), tf.mul(g, (1 - beta1) * d)));
        const scaled = Math.sqrt(1 - beta2) * d;
        move(tf, root[i], () =>
          tf.sqrt(tf.add(tf.mul(tf.square(root[i]), beta2), tf.square(tf.mul(g, scaled)))),
        );
        move(tf, sums[i], () => tf.add(tf.mul(sums[i], beta3), tf.mul(g, weight)));
        products += sumOfProducts(valuesOf(g), valuesOf(back[i]));
        for (const sum of valuesOf(sums[i])) absolutes += Math.abs(sum);
      });
      if (absolutes === 0) return;
      t++;
      numerator = beta3 * numerator + weight * products;
      const found = numerator / absolutes;
      if (found > d) d = found;
      variables.forEach((w, i) =>
        tf.tidy(() => {
          const step = tf.mul(tf.div(first[i], tf.add(root[i], d * epsilon)), r);
          const decayed: Tensor =
            weightDecay > 0 && w.rank >= 2 ? tf.add(step, tf.mul(w, r * weightDecay)) : step;
          back[i].assign(tf.add(back[i], decayed) as never);
          w.assign(tf.sub(w, decayed) as never);
        }),
      );
    },
    scale: () => d,
    dispose: () => tf.dispose([first, root, sums, back] as never),
  };
}

function valuesOf(tensor: Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}

function sumOfProducts(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
