import { createRandom } from "../data";
import type { ModelSpec } from "./run-spec";

/** One array of a model: row-major float32 values. */
export interface WeightArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * A built-in model as plain arrays. linear: `output` [columns, classes] and `output bias`; mlp: `hidden`
 * [columns, hidden], `hidden bias`, `output` [hidden, classes], `output bias`.
 */
export interface ModelWeights {
  readonly kind: "model-weights";
  readonly model: ModelSpec;
  readonly arrays: readonly WeightArray[];
}

/**
 * Seeded initial weights: Glorot uniform, U(-l, l) with l = sqrt(6 / (fan in + fan out)), the default of Keras
 * and TensorFlow.js; biases 0. Source: Glorot and Bengio 2010.
 *
 * @param columns width of a sparse row
 * @param classes number of intents
 * @param seed    the same seed gives the same weights on every machine
 */
export function initialWeights(
  model: ModelSpec,
  columns: number,
  classes: number,
  seed: number,
): ModelWeights {
  const random = createRandom(seed);
  const glorot = (name: string, rows: number, width: number): WeightArray => {
    const limit = Math.sqrt(6 / (rows + width));
    const values = new Float32Array(rows * width);
    for (let i = 0; i < values.length; i++) values[i] = (random.next() * 2 - 1) * limit;
    return { name, shape: [rows, width], values };
  };
  const bias = (name: string, width: number): WeightArray => ({
    name,
    shape: [width],
    values: new Float32Array(width),
  });
  const arrays =
    model.kind === "linear"
      ? [glorot("output", columns, classes), bias("output bias", classes)]
      : [
          glorot("hidden", columns, model.hidden),
          bias("hidden bias", model.hidden),
          glorot("output", model.hidden, classes),
          bias("output bias", classes),
        ];
  return { kind: "model-weights", model, arrays };
}
