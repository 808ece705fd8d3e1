// The update rules against torch.optim (PyTorch 2.13.0, float64; test/fixtures/optimizer-vectors.json).
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { OptimizerSpec } from "../../src/training";
import { chooseBackend } from "../../src/training";
import { clipByGlobalNorm, createUpdater } from "../../src/training/tfjs/optimizers";
import vectors from "../fixtures/optimizer-vectors.json";

type Kind = keyof typeof vectors.optimizers;

const SPECS: Record<Kind, OptimizerSpec> = {
  sgd: { kind: "sgd" },
  momentum: { kind: "momentum", momentum: 0.9, nesterov: false },
  nesterov: { kind: "momentum", momentum: 0.9, nesterov: true },
  "moving momentum": { kind: "momentum", momentum: 0.1, nesterov: false },
  "moving nesterov": { kind: "momentum", momentum: 0.1, nesterov: true },
  adam: { kind: "adam", beta1: 0.9, beta2: 0.99, epsilon: 1e-7 },
  adamw: { kind: "adamw", beta1: 0.8, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.3 },
};

describe("optimizers are torch.optim's", () => {
  for (const kind of Object.keys(SPECS) as Kind[]) {
    test(`${kind}: weights and biases after each of ten steps`, async () => {
      const { tf } = await chooseBackend();
      const variables = vectors.weights.map((values, i) =>
        tf.tidy(() => tf.variable(tf.tensor(values, vectors.shapes[i]))),
      );
      const updater = createUpdater(tf, SPECS[kind], variables);
      vectors.optimizers[kind].forEach((expected, t) => {
        const gradients = vectors.gradients[t].map((values, i) => tf.tensor(values, vectors.shapes[i]));
        updater.apply(
          gradients,
          vectors.rates[t],
          kind.startsWith("moving") ? vectors.momenta[t] : undefined,
        );
        tf.dispose(gradients);
        variables.forEach((variable, i) => {
          [...variable.dataSync()].forEach((found, k) =>
            near(found, expected[i][k], `step ${t + 1}, array ${i}, [${k}]`),
          );
        });
      });
      updater.dispose();
      tf.dispose(variables);
    });
  }

  test("AdamW decays weights and leaves biases alone; with rate 0 nothing moves", async () => {
    const { tf } = await chooseBackend();
    const variables = [tf.variable(tf.ones([2, 2])), tf.variable(tf.ones([2]))];
    const updater = createUpdater(tf, { ...SPECS.adamw, weightDecay: 0.5 } as OptimizerSpec, variables);
    const zeros = [tf.zeros([2, 2]), tf.zeros([2])];
    updater.apply(zeros, 0);
    assert.deepEqual([...variables[0].dataSync()], [1, 1, 1, 1]);
    updater.apply(zeros, 0.25);
    assert.deepEqual([...variables[0].dataSync()], [0.875, 0.875, 0.875, 0.875]);
    assert.deepEqual([...variables[1].dataSync()], [1, 1]);
    updater.dispose();
    tf.dispose([...variables, ...zeros]);
  });
});

describe("clipping is torch.nn.utils.clip_grad_norm_", () => {
  for (const { limit, norm, gradients } of vectors.clipping) {
    test(`limit ${limit}, norm ${norm.toFixed(2)}`, async () => {
      const { tf } = await chooseBackend();
      const given = vectors.gradients[0].map((values, i) => tf.tensor(values, vectors.shapes[i]));
      const clipped = tf.tidy(() => clipByGlobalNorm(tf, given, limit));
      clipped.forEach((tensor, i) =>
        [...tensor.dataSync()].forEach((found, k) => near(found, gradients[i][k], `array ${i}, [${k}]`)),
      );
      tf.dispose([...given, ...clipped]);
    });
  }

  test("a gradient of zeros stays one", async () => {
    const { tf } = await chooseBackend();
    const clipped = tf.tidy(() => clipByGlobalNorm(tf, [tf.zeros([2])], 1).map((t) => [...t.dataSync()]));
    assert.deepEqual(clipped, [[0, 0]]);
  });
});

function near(found: number, expected: number, where: string): void {
  assert.ok(
    Math.abs(found - expected) <= 2e-6 * Math.max(0.1, Math.abs(expected)),
    `${where}: ${found} instead of ${expected}`,
  );
}
