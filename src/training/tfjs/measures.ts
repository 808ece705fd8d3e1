import type { Tensor, Variable } from "@tensorflow/tfjs";
import type { StepReport } from "../engine";

type GradientMeasures = Pick<StepReport, "gradientNorm" | "overshoot">;

/** Follows a run's gradients and weights from step to step, for the measures of `Curve`. */
export interface StepMeasures {
  /** To be called once a step, with the loss's own gradients, before they are clipped. */
  ofGradients(gradients: readonly Tensor[]): GradientMeasures;
  /** The update ratio since the last call; to be called after each update. */
  ofUpdate(): number;
}

/**
 * Measures for a model's variables. Sums are in float64 over values read out of the tensors, and what is returned
 * is rounded to float32. An overshoot without a direction (a gradient of zeros, or one that is not finite) is 0.
 */
export function createMeasures(variables: readonly Variable[]): StepMeasures {
  let weights = variables.map(valuesOf);
  let before: Float32Array[] | null = null;
  return {
    ofGradients: (gradients) => {
      const values = gradients.map(valuesOf);
      const gradientNorm = Math.fround(Math.sqrt(sumOfProducts(values, values)));
      // The output layer: the last weights and their bias.
      const output = values.slice(-2);
      const overshoot = before === null ? 0 : Math.fround(-cosine(before, output));
      before = output;
      return { gradientNorm, overshoot };
    },
    ofUpdate: () => {
      const after = variables.map(valuesOf);
      const moved = Math.sqrt(sumOfSquaredDifferences(weights, after));
      const size = Math.sqrt(sumOfProducts(weights, weights));
      weights = after;
      return moved === 0 ? 0 : Math.fround(moved / size);
    },
  };
}

function cosine(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  const value = sumOfProducts(a, b) / Math.sqrt(sumOfProducts(a, a) * sumOfProducts(b, b));
  return Number.isFinite(value) ? Math.min(Math.max(value, -1), 1) : 0;
}

function sumOfProducts(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let sum = 0;
  for (const [i, left] of a.entries()) {
    const right = b[i];
    for (let k = 0; k < left.length; k++) sum += left[k] * right[k];
  }
  return sum;
}

function sumOfSquaredDifferences(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let sum = 0;
  for (const [i, left] of a.entries()) {
    const right = b[i];
    for (let k = 0; k < left.length; k++) sum += (right[k] - left[k]) ** 2;
  }
  return sum;
}

function valuesOf(tensor: Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}
