import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { InputError } from "../../src/errors";
import {
  accuracy,
  confusionMatrix,
  crossEntropy,
  expectedCalibrationError,
  macroF1,
  perClass,
} from "../../src/metrics";

// Reference values: scikit-learn 1.9.1 with numpy 2.4.6.
const truth = [0, 0, 0, 1, 1, 2, 2, 2, 2, 4, 5, 5];
const predicted = [0, 1, 0, 1, 2, 2, 2, 0, 2, 3, 5, 1];

const near = (actual: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe("labels against labels", () => {
  test("accuracy and macro-F1 are scikit-learn's", () => {
    near(accuracy(truth, predicted), 0.5833333333333334);
    near(macroF1(truth, predicted), 0.4138888888888889);
  });

  test("precision, recall, F1 and support of each class are scikit-learn's", () => {
    const [precision, recall, f1, support] = [
      [0.6666666666666666, 0.3333333333333333, 0.75, 0, 0, 1],
      [0.6666666666666666, 0.5, 0.75, 0, 0, 0.5],
      [0.6666666666666666, 0.4, 0.75, 0, 0, 0.6666666666666666],
      [3, 2, 4, 0, 1, 2],
    ];
    const scores = perClass(truth, predicted);
    assert.deepEqual(
      scores.map(({ label }) => label),
      [0, 1, 2, 3, 4, 5],
    );
    scores.forEach((score, i) => {
      near(score.precision, precision[i]);
      near(score.recall, recall[i]);
      near(score.f1, f1[i]);
      assert.equal(score.support, support[i]);
    });
  });

  test("the confusion matrix is scikit-learn's: rows are true classes", () => {
    assert.deepEqual(confusionMatrix(truth, predicted, 6), [
      [2, 1, 0, 0, 0, 0],
      [0, 1, 1, 0, 0, 0],
      [1, 0, 3, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 1, 0, 0],
      [0, 1, 0, 0, 0, 1],
    ]);
  });

  test("classes in neither list do not count in macro-F1; typed arrays are welcome", () => {
    assert.equal(macroF1(Int32Array.of(3, 7), Int32Array.of(3, 7)), 1);
    assert.equal(macroF1([0, 0], [1, 1]), 0);
    near(macroF1([0, 0, 0, 0], [0, 0, 0, 1]), 6 / 7 / 2);
  });

  test("bad labels are refused by name and position", () => {
    const fails = (run: () => unknown, says: RegExp): void =>
      assert.throws(run, (error) => error instanceof InputError && says.test(error.message));
    fails(() => accuracy([], []), /truth must hold at least one label/);
    fails(() => accuracy([0], [0, 1]), /equally long, found 1 and 2/);
    fails(() => macroF1([0, 1.5], [0, 1]), /truth\[1\].*found 1\.5/);
    fails(() => perClass([0, 1], [0, -1]), /predicted\[1\].*found -1/);
    fails(() => confusionMatrix([0, 2], [0, 1], 2), /truth\[1\].*0 to 1, found 2/);
    fails(() => confusionMatrix([0], [0], 0), /classes must be/);
  });
});

describe("cross-entropy", () => {
  const logits = Float32Array.of(2, -1, 0.5, 0.25, 3, -2, -1.5, 0.75, 4, 0, 0, 0);
  const probabilities = Float32Array.of(0.7, 0.2, 0.1, 0.1, 0.6, 0.3, 0.25, 0.25, 0.5, 0.2, 0.3, 0.5);

  test("is scikit-learn's log_loss", () => {
    near(crossEntropy(logits, [0, 1, 2, 1], { classes: 3, from: "logits" }), 0.362543042196383);
    near(
      crossEntropy(probabilities, [0, 1, 2, 1], { classes: 3, from: "probabilities" }),
      0.6911551225369112,
    );
  });

  test("closed forms: knowing nothing is ln(classes), two classes are ln(1 + exp(-margin))", () => {
    near(crossEntropy(new Float32Array(5 * 7), [0, 1, 2, 3, 6], { classes: 7, from: "logits" }), Math.log(7));
    near(
      crossEntropy(Float32Array.of(1.5, -0.5), [0], { classes: 2, from: "logits" }),
      Math.log1p(Math.exp(-2)),
    );
    assert.equal(crossEntropy(Float32Array.of(0, 1), [1], { classes: 2, from: "probabilities" }), 0);
  });

  test("large logits neither overflow nor are they clipped", () => {
    near(crossEntropy(Float32Array.of(1e4, -1e4), [1], { classes: 2, from: "logits" }), 2e4);
    assert.equal(crossEntropy(Float32Array.of(1, 0), [1], { classes: 2, from: "probabilities" }), Infinity);
    assert.ok(Number.isNaN(crossEntropy(Float32Array.of(NaN, 0), [1], { classes: 2, from: "logits" })));
  });

  test("a wrong number of scores is refused", () => {
    assert.throws(
      () => crossEntropy(new Float32Array(5), [0, 1], { classes: 3, from: "logits" }),
      (error) => error instanceof InputError && /2 rows of 3 numbers \(6\), found 5/.test(error.message),
    );
  });
});

describe("expected calibration error", () => {
  // 40 rows of softmax outputs rounded to 3 digits; the values are from sklearn.calibration.calibration_curve
  // (strategy "uniform") on the top probability, weighted by the bins' counts.
  // prettier-ignore
  const rows = Float32Array.of(
    0.826, 0.109, 0.065, 0.047, 0.504, 0.449, 0.4, 0.177, 0.423, 0.111, 0.032, 0.857, 0.21, 0.729, 0.061, 0.502, 0.407,
    0.091, 0.924, 0.041, 0.035, 0.064, 0.811, 0.125, 0.069, 0.11, 0.821, 0.434, 0.174, 0.392, 0.135, 0.858, 0.007, 0.545,
    0.418, 0.037, 0.043, 0.037, 0.92, 0.231, 0.025, 0.744, 0.549, 0.069, 0.382, 0.239, 0.156, 0.605, 0.007, 0.127, 0.866,
    0.253, 0.371, 0.376, 0.713, 0.014, 0.273, 0.117, 0.774, 0.109, 0.372, 0.571, 0.057, 0.899, 0.023, 0.078, 0.371, 0.06,
    0.569, 0.818, 0.01, 0.172, 0.046, 0.833, 0.121, 0.403, 0.384, 0.213, 0.015, 0.97, 0.015, 0.338, 0.594, 0.068, 0.156,
    0.723, 0.121, 0.518, 0.025, 0.457, 0.371, 0.415, 0.214, 0.581, 0.139, 0.28, 0.752, 0.075, 0.173, 0.869, 0.127, 0.004,
    0.093, 0.243, 0.664, 0.614, 0.222, 0.164, 0.561, 0.341, 0.098, 0.177, 0.126, 0.697, 0.059, 0.345, 0.596, 0.21, 0.029,
    0.761,
  );
  // prettier-ignore
  const labels = [
    0, 1, 0, 2, 1, 0, 0, 1, 2, 0, 1, 0, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 2, 0, 1, 1, 1, 0, 1, 1, 1, 0, 2, 0, 2, 2, 1, 2, 0, 0,
  ];

  test("is the weighted gap of scikit-learn's calibration curve", () => {
    const ece = (bins: number): number => expectedCalibrationError(rows, labels, { classes: 3, bins });
    near(ece(5), 0.12232499793171886, 1e-9);
    near(ece(10), 0.15957499668002129, 1e-9);
    near(ece(15), 0.17512499913573265, 1e-9);
    assert.equal(expectedCalibrationError(rows, labels, { classes: 3 }), ece(15));
  });

  test("closed forms: one bin is |accuracy - mean confidence|, certainty that is right is 0", () => {
    const four = Float32Array.of(0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25);
    near(expectedCalibrationError(four, [0, 0, 0, 1], { classes: 2 }), 0);
    near(expectedCalibrationError(four, [1, 1, 1, 1], { classes: 2, bins: 1 }), 0.75);
    near(expectedCalibrationError(Float32Array.of(0, 1), [1], { classes: 2 }), 0);
  });

  test("what is no probability is refused", () => {
    const ece = (p: number): number =>
      expectedCalibrationError(Float32Array.of(p, 0.5), [0], { classes: 2, bins: 2 });
    for (const p of [-0.1, 1.2, NaN]) {
      assert.throws(
        () => ece(p),
        (error) => error instanceof InputError && /probabilities\[0\]/.test(error.message),
      );
    }
  });
});
