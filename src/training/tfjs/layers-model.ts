import type { io, LayersModel } from "@tensorflow/tfjs";
import type { SparseRows } from "../../features";
import type { ModelWeights, WeightArray } from "../weights";
import { chooseBackend, type Tf } from "./backend";

/**
 * A trained run as a `tf.LayersModel`: an input `ngrams` of the features' columns, a dense layer `hidden` (ReLU)
 * where the model has one, a dense layer `output` (softmax). Its predictions are those of `predict` to 1e-5; it can
 * be saved, loaded and trained on as any model of TensorFlow.js.
 *
 * @example
 * const model = await toLayersModel(run.weights);
 * const rows = featurize(features, ["where is my parcel?"]);
 * model.predict(tf.tensor2d(denseRows(rows), [rows.rows, rows.columns]));
 */
export async function toLayersModel(weights: ModelWeights): Promise<LayersModel> {
  const { tf } = await chooseBackend();
  const input = tf.input({ shape: [weights.arrays[0].shape[0]], name: "ngrams" });
  const layers = [];
  let last: ReturnType<typeof tf.input> = input;
  for (let i = 0; i < weights.arrays.length; i += 2) {
    const { name, shape } = weights.arrays[i];
    const activation = name === "output" ? "softmax" : "relu";
    // Zeros: the weights are put in below, and random ones would take their time.
    const layer = tf.layers.dense({ units: shape[1], activation, name, kernelInitializer: "zeros" });
    last = layer.apply(last) as typeof last;
    layers.push(layer);
  }
  layers.forEach((layer, i) => {
    const tensors = weights.arrays.slice(2 * i, 2 * i + 2).map((array) => tensorOf(tf, array));
    layer.setWeights(tensors);
    tf.dispose(tensors);
  });
  return tf.model({ inputs: input, outputs: last, name: "intents" });
}

function tensorOf(tf: Tf, { values, shape }: WeightArray) {
  return tf.tensor(values.slice(), [...shape], "float32");
}

/** Sparse rows written out, row-major [rows, columns]: what a `tf.LayersModel` takes. */
export function denseRows(rows: SparseRows): Float32Array {
  const dense = new Float32Array(rows.rows * rows.columns);
  for (let row = 0; row < rows.rows; row++) {
    for (let entry = rows.indptr[row]; entry < rows.indptr[row + 1]; entry++) {
      dense[row * rows.columns + rows.indices[entry]] = rows.values[entry];
    }
  }
  return dense;
}

/** The files that `tf.loadLayersModel` reads, by name: `model.json` and `weights.bin`. */
export async function layersModelFiles(
  model: LayersModel,
  metadata: Record<string, object | string> = {},
): Promise<Readonly<Record<"model.json" | "weights.bin", Uint8Array>>> {
  const { tf } = await chooseBackend();
  let artifacts: io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(given) };
    }),
  );
  const { modelTopology, weightSpecs, weightData, format, generatedBy } = artifacts;
  const json: io.ModelJSON = {
    format,
    generatedBy,
    convertedBy: null,
    modelTopology: modelTopology as object,
    weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs as io.WeightsManifestEntry[] }],
    userDefinedMetadata: metadata,
  };
  return {
    "model.json": new TextEncoder().encode(`${JSON.stringify(json)}\n`),
    "weights.bin": new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}
