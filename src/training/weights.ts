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

/** Names and shapes of a model's arrays, in order; those of rank 1 are biases. */
export function weightShapes(
  model: ModelSpec,
  columns: number,
  classes: number,
): Pick<WeightArray, "name" | "shape">[] {
  const inner = model.kind === "linear" ? columns : model.hidden;
  const output = [
    { name: "output", shape: [inner, classes] },
    { name: "output bias", shape: [classes] },
  ];
  if (model.kind === "linear") return output;
  return [{ name: "hidden", shape: [columns, inner] }, { name: "hidden bias", shape: [inner] }, ...output];
}

/**
 * Seeded initial weights: Glorot uniform, U(-l, l) with l = sqrt(6 / (fan in + fan out)), the default of Keras
 * and TensorFlow.js; biases 0. Source: Glorot and Bengio 2010.
 *
 * @param columns width of a sparse row
 * @param classes number of intents
 * @param seed    the same seed gives the same weights on every machine
 * @param old     weights that nobody needs any more: where an array is as long, it is overwritten and used again
 */
export function initialWeights(
  model: ModelSpec,
  columns: number,
  classes: number,
  seed: number,
  old?: ModelWeights,
): ModelWeights {
  const random = createRandom(seed);
  const arrays = weightShapes(model, columns, classes).map(({ name, shape }, i) => {
    const [rows, width] = shape;
    const length = rows * (width ?? 1);
    const reused = old?.arrays[i]?.values;
    const values = reused?.length === length ? reused : new Float32Array(length);
    if (width === undefined) return { name, shape, values: values.fill(0) };
    const limit = Math.sqrt(6 / (rows + width));
    for (let i = 0; i < values.length; i++) values[i] = (random.next() * 2 - 1) * limit;
    return { name, shape, values };
  });
  return { kind: "model-weights", model, arrays };
}
