// A model is kept whole: what is read back labels texts as what was written, and damage of any byte is seen.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { contentHash } from "../../src/data";
import { InputError } from "../../src/errors";
import { buildFeatures, featurize, type Features, type FeatureSpec } from "../../src/features";
import {
  decodeModel,
  encodeModel,
  predict,
  predictTexts,
  runSpec,
  servedModel,
  train,
  type ModelFiles,
  type ServedModel,
  type TrainedRun,
} from "../../src/training";
import { smallDataset, smallFeatures } from "./helpers";

const dataset = smallDataset();
const testTexts = dataset.messages.filter(({ split }) => split === "test").map(({ text }) => text);
const HASHED: FeatureSpec = {
  kind: "feature-spec",
  word: [1, 2],
  char: [3, 4],
  columns: { kind: "hash", size: 256 },
  weight: "sublinear",
  normalize: "l2",
};

describe("a model's files", () => {
  let features: Features;
  let run: TrainedRun;
  let model: ServedModel;
  let files: ModelFiles;

  before(async () => {
    features = smallFeatures();
    run = await train(
      await runSpec(features, { schedule: 0.1, model: { kind: "mlp", hidden: 8 } }),
      features,
    );
    model = servedModel(run, features);
    files = encodeModel(model);
  });

  test("what is read is what was written, bit by bit; the same model gives the same bytes", () => {
    assert.deepEqual(decodeModel(files, "m"), model);
    assert.deepEqual(encodeModel(decodeModel(files, "m")), files);
  });

  test("texts are labelled as the rows of the features are", () => {
    const expected = predict(run.weights, features.splits.test.x);
    const said = predictTexts(decodeModel(files, "m"), testTexts);
    assert.equal(said.length, 60);
    said.forEach(({ intent, probability, ranking, known }, row) => {
      const label = expected.labels[row];
      assert.equal(intent, features.labels[label]);
      assert.equal(probability, expected.probabilities[row * expected.classes + label]);
      assert.ok(known);
      assert.ok(Math.abs(ranking.reduce((sum, one) => sum + one.probability, 0) - 1) < 1e-5);
    });
  });

  test("a text without a known n-gram is said to be so", () => {
    const [unknown, empty] = predictTexts(model, ["zzz qqq", ""]);
    assert.equal(unknown.known, false);
    assert.deepEqual(unknown, empty);
  });

  test("hashed columns without idf are kept too", async () => {
    const hashed = buildFeatures(dataset, HASHED);
    const spec = await runSpec(hashed, { schedule: 0.1, model: { kind: "linear" }, epochs: 1 });
    const other = servedModel(await train(spec, hashed), hashed);
    const back = decodeModel(encodeModel(other), "m");
    assert.deepEqual(back, other);
    assert.deepEqual(featurize(back.features, testTexts), hashed.splits.test.x);
  });

  test("any changed byte is seen, and the file is named", () => {
    for (const name of ["model.json", "weights.bin"] as const) {
      const { length } = files[name];
      for (let i = 0; i < 40; i++) {
        const bytes = files[name].slice();
        bytes[Math.floor((i * (length - 1)) / 40)] ^= 1 << i % 8;
        assert.throws(() => decodeModel({ ...files, [name]: bytes }, "m"), refusal(`m/${name}`));
      }
      const cut = { ...files, [name]: files[name].subarray(0, length - 4) };
      assert.throws(() => decodeModel(cut, "m"), refusal(`m/${name}: damaged`));
      assert.throws(() => decodeModel({ ...files, [name]: new Uint8Array() }, "m"), refusal("damaged"));
    }
  });

  test("another kind, another version and parts that do not fit are refused", () => {
    const rewritten = (change: (content: Record<string, unknown>) => object): ModelFiles => {
      const content = JSON.parse(new TextDecoder().decode(files["model.json"])) as Record<string, unknown>;
      delete content.sha256;
      const changed = change(content);
      const json = JSON.stringify({ ...changed, sha256: contentHash(changed) });
      return { ...files, "model.json": new TextEncoder().encode(json) };
    };
    const cases: [string, (content: Record<string, unknown>) => object][] = [
      ["format 2, and this version of lr-lab reads 1", (c) => ({ ...c, version: 2 })],
      ["not a model of lr-lab", (c) => ({ ...c, kind: "other" })],
      ["a model of TensorFlow.js; name the folder model/", () => ({ format: "layers-model" })],
      [
        "the run's id is not its spec's",
        (c) => ({ ...c, run: { ...(c.run as object), id: "0".repeat(64) } }),
      ],
      ["the labels are not", (c) => ({ ...c, labels: ["a", "a", "b", "c"] })],
      ["the arrays are not the model's", (c) => ({ ...c, labels: ["a", "b", "c"] })],
      ["model features.weight", (c) => ({ ...c, features: { spec: { weight: "heavy" }, vocabulary: [] } })],
      ["the vocabulary is not", (c) => ({ ...c, features: { ...(c.features as object), vocabulary: [1] } })],
      ["parts are missing", (c) => ({ ...c, weights: null })],
    ];
    for (const [words, change] of cases) {
      assert.throws(() => decodeModel(rewritten(change), "m"), refusal(words), words);
    }
    assert.deepEqual(
      decodeModel(
        rewritten((c) => c),
        "m",
      ),
      model,
    );
  });

  test("a broken run and another's features make no model", () => {
    const arrays = run.weights.arrays.map((array) => ({ ...array, values: array.values.map(() => NaN) }));
    const broken = { ...run, weights: { ...run.weights, arrays } };
    assert.throws(() => servedModel(broken, features), refusal("not finite"));
    assert.throws(() => servedModel(run, buildFeatures(dataset, HASHED)), refusal("trained on features"));
  });
});

function refusal(words: string): (error: unknown) => boolean {
  return (error) => error instanceof InputError && error.message.includes(words);
}
