// A trained run as a tf.LayersModel: the same predictions as the plain arithmetic of `predict`, before and after
// TensorFlow.js has saved and loaded it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { io, LayersModel, Tensor } from "@tensorflow/tfjs";
import { featurize } from "../../src/features";
import {
  chooseBackend,
  denseRows,
  layersModelFiles,
  predict,
  runSpec,
  toLayersModel,
  train,
  type ModelSpec,
} from "../../src/training";
import { smallFeatures } from "./helpers";

const MODELS: ModelSpec[] = [{ kind: "linear" }, { kind: "mlp", hidden: 12 }];

describe("a trained run as a LayersModel", () => {
  for (const model of MODELS) {
    test(`${model.kind}: predictions to 1e-5, also after saving and loading`, async () => {
      const { tf } = await chooseBackend();
      const features = smallFeatures();
      const { weights } = await train(await runSpec(features, { schedule: 1, epochs: 10, model }), features);
      const rows = features.splits.test.x;
      const expected = predict(weights, rows).probabilities;
      const spread = Math.max(...expected) - Math.min(...expected);
      assert.ok(spread > 0.5, `the model has learned something to be compared: ${spread}`);

      const layers = await toLayersModel(weights);
      const named = layers.layers.map(({ name }) => name);
      assert.deepEqual(named, model.kind === "mlp" ? ["ngrams", "hidden", "output"] : ["ngrams", "output"]);
      near(await probabilities(layers, denseRows(rows), rows.columns), expected);

      let saved: io.ModelArtifacts = {};
      await layers.save(
        tf.io.withSaveHandler(async (artifacts) => {
          saved = artifacts;
          return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
        }),
      );
      near(await probabilities(await loaded(saved), denseRows(rows), rows.columns), expected);

      const files = await layersModelFiles(layers, { labels: [...features.labels] });
      const json = JSON.parse(new TextDecoder().decode(files["model.json"])) as io.ModelJSON;
      const fromFiles = await tf.io.getModelArtifactsForJSON(json, (manifest) => {
        assert.deepEqual(manifest[0].paths, ["weights.bin"]);
        return Promise.resolve([manifest[0].weights, files["weights.bin"].slice().buffer]);
      });
      near(await probabilities(await loaded(fromFiles), denseRows(rows), rows.columns), expected);
      assert.deepEqual(fromFiles.userDefinedMetadata, { labels: features.labels });
    });
  }

  test("dense rows have the values where the sparse ones say", () => {
    const features = smallFeatures();
    const rows = featurize(features, ["", "I want to cancel my order", "zzz"]);
    const dense = denseRows(rows);
    assert.equal(dense.length, 3 * rows.columns);
    assert.equal(dense.filter((value) => value !== 0).length, rows.indices.length);
    rows.indices.forEach((column, i) => assert.equal(dense[rows.columns + column], rows.values[i]));
  });

  test("a disposed model leaves no tensor", async () => {
    const { tf } = await chooseBackend();
    const features = smallFeatures();
    const { weights } = await train(await runSpec(features, { schedule: 0.3, epochs: 1 }), features);
    const before = tf.memory().numTensors;
    (await toLayersModel(weights)).dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});

async function loaded(artifacts: io.ModelArtifacts): Promise<LayersModel> {
  const { tf } = await chooseBackend();
  return tf.loadLayersModel(tf.io.fromMemory(artifacts));
}

async function probabilities(
  model: LayersModel,
  dense: Float32Array,
  columns: number,
): Promise<Float32Array> {
  const { tf } = await chooseBackend();
  const output = tf.tidy(
    () => model.predict(tf.tensor2d(dense, [dense.length / columns, columns])) as Tensor,
  );
  const values = (await output.data()) as Float32Array;
  output.dispose();
  return values;
}

function near(found: Float32Array, expected: Float32Array): void {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(found[i] - value) <= 1e-5, `${i}: ${found[i]}, ${value}`),
  );
}
