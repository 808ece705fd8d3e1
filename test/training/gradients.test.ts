// Gradients by central differences, and predictions in plain arithmetic.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Tensor2D } from "@tensorflow/tfjs";
import {
  chooseBackend,
  initialWeights,
  predict,
  type ModelSpec,
  type ModelWeights,
} from "../../src/training";
import { createVariables, crossEntropyLoss, logitsOf } from "../../src/training/tfjs/network";
import { sparseBag, takeRows } from "../../src/training/tfjs/sparse-bag";
import { sparse } from "./helpers";
import { batch, COLUMNS, dense, wave, WIDTH } from "./sparse-batch";

/** Mean cross-entropy with smoothed labels in float64: -sum over classes of target x log p. */
function lossOf(
  weights: readonly ArrayLike<number>[],
  x: number[][],
  labels: ArrayLike<number>,
  smoothing = 0,
): number {
  const layer = (rows: number[][], w: ArrayLike<number>, b: ArrayLike<number>): number[][] =>
    rows.map((row) =>
      Array.from({ length: b.length }, (_, k) =>
        row.reduce((sum, v, c) => sum + v * w[c * b.length + k], b[k]),
      ),
    );
  let z = layer(x, weights[0], weights[1]);
  if (weights.length === 4) {
    z = layer(
      z.map((row) => row.map((v) => Math.max(0, v))),
      weights[2],
      weights[3],
    );
  }
  const each = z.map((row, r) => {
    const total = row.reduce((sum, v) => sum + Math.exp(v), 0);
    const target = (c: number): number => smoothing / row.length + (c === labels[r] ? 1 - smoothing : 0);
    return -row.reduce((sum, v, c) => sum + target(c) * Math.log(Math.exp(v) / total), 0);
  });
  return each.reduce((sum, v) => sum + v, 0) / each.length;
}

describe("gradients by finite differences", () => {
  test("sparse bag: d sum(C * XW) / dW", async () => {
    const chosen = await chooseBackend();
    const { tf } = chosen;
    const x = batch();
    const at = wave(COLUMNS * WIDTH, 4);
    const c = wave(x.rows * WIDTH, 5);
    const value = (w: readonly number[]): number =>
      tf.tidy(() => {
        const out = sparseBag(chosen, x, tf.tensor2d([...w], [COLUMNS, WIDTH])).dataSync();
        return c.reduce((sum, weight, i) => sum + weight * out[i], 0);
      });
    const gradient = tf.tidy(() => [
      ...tf
        .grad((w) => tf.sum(tf.mul(sparseBag(chosen, x, w as Tensor2D), tf.tensor2d(c, [x.rows, WIDTH]))))(
          tf.tensor2d(at, [COLUMNS, WIDTH]),
        )
        .dataSync(),
    ]);
    const h = 0.25;
    gradient.forEach((found, i) => {
      const moved = (by: number): number[] => at.map((w, k) => (k === i ? w + by : w));
      const slope = (value(moved(h)) - value(moved(-h))) / (2 * h);
      assert.ok(Math.abs(found - slope) < 1e-4, `[${i}]: ${found}, by differences ${slope}`);
    });
  });

  const models: [ModelSpec, number][] = [
    [{ kind: "linear" }, 0],
    [{ kind: "mlp", hidden: 5 }, 0],
    [{ kind: "mlp", hidden: 5 }, 0.3],
  ];
  for (const [model, smoothing] of models) {
    test(`loss of the ${model.kind} model, in every weight; label smoothing ${smoothing}`, async () => {
      const chosen = await chooseBackend();
      const { tf } = chosen;
      const x = batch();
      const labels = Int32Array.from({ length: x.rows }, (_, r) => (r * 2) % 3);
      const weights = initialWeights(model, COLUMNS, 3, 9);
      // Biases away from 0, or a hidden unit of the empty row would stand on the corner of its ReLU.
      weights.arrays.forEach(({ shape, values }, i) => {
        if (shape.length === 1) values.set(wave(values.length, i).map((v) => 0.3 + 0.2 * v));
      });
      const variables = createVariables(tf, weights);
      const { value, grads } = tf.variableGrads(
        () => crossEntropyLoss(tf, logitsOf(chosen, variables, x), labels, smoothing),
        variables,
      );
      const plain = weights.arrays.map(({ values }) => Float64Array.from(values));
      assert.ok(Math.abs(value.dataSync()[0] - lossOf(plain, dense(x), labels, smoothing)) < 1e-6);
      const h = 1e-5;
      variables.forEach((variable, i) => {
        grads[variable.name].dataSync().forEach((found, k) => {
          const moved = (by: number): number => {
            plain[i][k] += by;
            const loss = lossOf(plain, dense(x), labels, smoothing);
            plain[i][k] -= by;
            return loss;
          };
          const slope = (moved(h) - moved(-h)) / (2 * h);
          assert.ok(
            Math.abs(found - slope) < 1e-5,
            `${weights.arrays[i].name}[${k}]: ${found}, by differences ${slope}`,
          );
        });
      });
      tf.dispose([value, ...Object.values(grads), ...variables]);
    });
  }

  test("a loss of huge logits neither overflows nor rounds a mistake away", async () => {
    const { tf } = await chooseBackend();
    const loss = tf.tidy(() => crossEntropyLoss(tf, tf.tensor2d([[1e4, 0]]), Int32Array.of(1)).dataSync()[0]);
    assert.equal(loss, 1e4);
    const smooth = tf.tidy(
      () => crossEntropyLoss(tf, tf.tensor2d([[1e4, 0]]), Int32Array.of(1), 0.5).dataSync()[0],
    );
    assert.equal(smooth, 7500, "target (.25, .75)");
  });
});

describe("predict", () => {
  const rows = sparse(2, { indptr: [0, 2, 2], indices: [0, 1], values: [1, 2], y: [0, 0] });

  test("softmax(x W + b) by hand; ties go to the lower label", () => {
    const weights: ModelWeights = {
      kind: "model-weights",
      model: { kind: "linear" },
      arrays: [
        { name: "output", shape: [2, 3], values: Float32Array.of(1, 0, 0, 0, 1, 0) },
        { name: "output bias", shape: [3], values: Float32Array.of(0, 0, 0) },
      ],
    };
    const { labels, probabilities, classes } = predict(weights, rows);
    assert.equal(classes, 3);
    assert.deepEqual([...labels], [1, 0]);
    const sum = Math.E + Math.E ** 2 + 1;
    [Math.E / sum, Math.E ** 2 / sum, 1 / sum, 1 / 3, 1 / 3, 1 / 3].forEach((p, i) =>
      assert.ok(Math.abs(probabilities[i] - p) < 1e-7),
    );
  });

  test("the hidden layer's ReLU cuts at 0", () => {
    const weights: ModelWeights = {
      kind: "model-weights",
      model: { kind: "mlp", hidden: 2 },
      arrays: [
        { name: "hidden", shape: [2, 2], values: Float32Array.of(1, -1, 1, -1) },
        { name: "hidden bias", shape: [2], values: Float32Array.of(-1, 1) },
        { name: "output", shape: [2, 2], values: Float32Array.of(1, 0, 0, 5) },
        { name: "output bias", shape: [2], values: Float32Array.of(0, 0) },
      ],
    };
    // Row 0: hidden (2, -2) -> (2, 0); row 1, empty: (-1, 1) -> (0, 1).
    const { labels, probabilities } = predict(weights, rows);
    assert.deepEqual([...labels], [0, 1]);
    assert.ok(Math.abs(probabilities[0] - 1 / (1 + Math.exp(-2))) < 1e-7);
    assert.ok(Math.abs(probabilities[3] - 1 / (1 + Math.exp(-5))) < 1e-7);
  });

  test("takeRows keeps the order that it is given, with repeats and empty rows", () => {
    const taken = takeRows(rows, Int32Array.of(1, 0, 0));
    assert.deepEqual([...taken.start], [0, 0, 2, 4]);
    assert.deepEqual([...taken.indices], [0, 1, 0, 1]);
    assert.deepEqual([...taken.values], [1, 2, 1, 2]);
  });
});
