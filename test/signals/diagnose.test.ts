import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { diagnose, divergence, oscillation, overfitting, slowConvergence } from "../../src/signals";
import { recordOf } from "./records";

const healthy = recordOf([2, 1.2, 0.8, 0.6, 0.5, 0.45], [2, 1.3, 1, 0.9, 0.88, 0.87]);

describe("signals", () => {
  test("a healthy record has no findings", () => {
    assert.deepEqual(diagnose(healthy), { kind: "diagnosis", run: healthy.id, findings: [] });
  });

  test("divergence: by the record's status, with the losses, even those that are no numbers", () => {
    assert.equal(divergence(healthy), null);
    const found = divergence(recordOf([2, 9], [2.5, Infinity], { status: "diverged" }));
    assert.equal(found?.signal, "divergence");
    assert.equal(found?.severity, "severe");
    assert.deepEqual(found?.steps, [0, 10]);
    assert.deepEqual(found?.values, { initial: 2.5, final: Infinity });
    assert.match(found?.meaning ?? "", /from 2\.50 to Infinity/);
    assert.match(divergence(recordOf([2, NaN], [2, NaN], { status: "diverged" }))?.meaning ?? "", /to NaN/);
  });

  test("oscillation: training loss rose at a third of the evaluations or more", () => {
    const falling = [2, 1.9, 1.8, 1.7, 1.6, 1.5, 1.4];
    assert.equal(oscillation(recordOf(falling, falling)), null);
    const twice = [2, 1.8, 2.2, 1.7, 1.6, 1.9, 1.4];
    assert.equal(oscillation(recordOf(twice, falling)), null, "2 of 6 are below the threshold of .34");
    const thrice = [2, 1.8, 2.2, 1.7, 2.1, 1.9, 2.3];
    const found = oscillation(recordOf(thrice, falling));
    assert.equal(found?.severity, "severe");
    assert.deepEqual(found?.values, { rises: 3, evaluations: 6 });
    assert.deepEqual(found?.steps, [0, 60]);
  });

  test("oscillation: a rise of 1% or less is none, NaN is one, and three evaluations are too few", () => {
    const flat = [1, 1.009, 1.018, 1.027, 1.036];
    assert.equal(oscillation(recordOf(flat, flat)), null);
    assert.notEqual(oscillation(recordOf([1, NaN, NaN, NaN], [1, 1, 1, 1])), null);
    assert.equal(oscillation(recordOf([1, 2, 3], [1, 1, 1])), null);
  });

  test("over-fitting: validation climbs from its best while training falls", () => {
    const train = [2, 1, 0.5, 0.2, 0.1];
    const found = overfitting(recordOf(train, [2, 1.2, 1, 1.1, 1.3]));
    assert.equal(found?.severity, "mild");
    assert.deepEqual(found?.steps, [20, 40]);
    assert.deepEqual(found?.values, { best: 1, final: 1.3 });
    assert.match(found?.meaning ?? "", /rose 30% .* epoch 2\.0, .* from 0\.50 to 0\.10/);
    assert.equal(overfitting(recordOf(train, [2, 1.2, 1, 1, 1.04])), null, "4% is within the threshold");
    assert.equal(overfitting(recordOf([2, 1, 0.5, 0.6, 0.7], [2, 1.2, 1, 1.1, 1.3])), null, "both rise");
  });

  test("slow convergence: much of what validation loss fell, it fell in the last epoch", () => {
    const found = slowConvergence(recordOf([2, 1.8, 1.6], [2, 1.75, 1.5]));
    assert.equal(found?.severity, "mild");
    assert.deepEqual(found?.values, { before: 1.75, final: 1.5, share: 0.5 });
    assert.match(found?.meaning ?? "", /^50% .* last epoch/);
    assert.equal(slowConvergence(recordOf([2, 1.8, 1.6], [2, 1, 0.95])), null, "a twentieth");
    assert.equal(slowConvergence(recordOf([2, 1.8, 1.6], [2, 1.5, 1.6])), null, "it rose");
    assert.equal(slowConvergence(recordOf([2, 1], [2, 1])), null, "all of one epoch says nothing");
    // Two evaluations an epoch: it looks a whole epoch back, not one evaluation.
    const half = slowConvergence(recordOf([2, 2, 2, 2], [2, 1.9, 1.86, 1.8], { perEpoch: 2 }));
    assert.deepEqual(half?.steps, [5, 15]);
    assert.equal(slowConvergence(recordOf([2, 1], [2, 1], { perEpoch: 2 })), null, "less than an epoch");
  });

  test("all findings of one record, the severe before the mild", () => {
    const record = recordOf([2, 1, 1.5, 1, 1.6, 0.5], [2, 1.4, 1, 1.4, 1.8, 1.6]);
    assert.deepEqual(
      diagnose(record).findings.map(({ signal }) => signal),
      ["oscillation", "over-fitting", "slow-convergence"],
    );
    for (const { meaning, advice } of diagnose(record).findings) {
      assert.match(meaning, /\d.*\.$/);
      assert.match(advice, /^[A-Z].*\.$/);
    }
  });
});
