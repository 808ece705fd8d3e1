// The gate from its plan to its verdict, on real runs of a small part of the project's data.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { contentHash, type Dataset } from "../../src/data";
import { judge, lookConfidences, testInvariance, type GateOutlook } from "../../src/evaluation";
import { buildFeatures, type Features } from "../../src/features";
import { train } from "../../src/training";
import { gate, openingsOf, openStore, planGate, type GateChoices, type GatePlan } from "../../src/tuning";
import { inputError } from "../data/fixtures";
import { smallSupport } from "../data/small-support";

let dataset: Dataset;
let features: Features;
let folder: string;
before(async () => {
  dataset = await smallSupport();
  features = buildFeatures(dataset);
  folder = mkdtempSync(join(tmpdir(), "lr-lab-gate-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const fixed = { model: { kind: "linear" }, optimizer: { kind: "sgd" }, batchSize: 32, epochs: 4 } as const;
const seeds = [11, 12, 13, 14, 15];
const choices = (change: Partial<GateChoices> = {}): GateChoices => ({
  baseline: { ...fixed, schedule: 0.05 },
  candidate: { ...fixed, schedule: 4 },
  seeds,
  ...change,
});
const plan = (change?: Partial<GateChoices>): Promise<GatePlan> =>
  planGate(dataset, features, choices(change));

describe("planGate", () => {
  test("declares everything and trains nothing: arms, seeds, looks, slices, cost", async () => {
    const made = await plan({ rules: { sliceMessages: 30 } });
    assert.deepEqual(made.study.seeds, seeds);
    assert.deepEqual(made.looks, [5]);
    assert.equal(made.study.runs, 15);
    assert.equal(made.test.messages, 300);
    assert.ok(made.gated.every(({ messages }) => messages >= 30));
    assert.ok(made.notGated.every(({ messages }) => messages < 30));
    assert.ok(made.gated.length > 0 && made.notGated.length > 0);
    const { id, ...rest } = made;
    assert.equal(id, contentHash(rest));
  });

  test("another rule, seed or look is another plan", async () => {
    const ids = [
      (await plan()).id,
      (await plan({ rules: { sliceMargin: 1 } })).id,
      (await plan({ seeds: [1, 2, 3, 4, 5] })).id,
      (await plan({ seeds: [1, 2, 3, 4, 5, 6], looks: [5, 6] })).id,
    ];
    assert.equal(new Set(ids).size, 4);
    assert.equal((await plan()).id, ids[0]);
  });

  for (const [name, change, ...parts] of [
    ["two seeds only", { seeds: [1, 2] }, "at least 5 seeds", "found 2"],
    ["seeds twice", { seeds: [1, 2, 3, 4, 4] }, "seeds must differ"],
    ["looks that do not end with all seeds", { looks: [4] }, "looks", "to all 5"],
    ["looks that fall", { seeds: [1, 2, 3, 4, 5, 6, 7], looks: [6, 5, 7] }, "rise"],
    ["arms that are the same", { candidate: choices().baseline }, "same settings"],
    ["two factors", { candidate: { ...fixed, schedule: 1, batchSize: 16 } }, "batchSize", "attributed"],
    ["a rule that is none", { rules: { confidence: 2 } }, "confidence"],
  ] as [string, Partial<GateChoices>, ...string[]][]) {
    test(`refuses ${name}`, async () => {
      await assert.rejects(plan(change), inputError(...parts));
    });
  }

  test("refuses a test split that is too small to tell anything", async () => {
    let kept = 40;
    const messages = dataset.messages.filter(({ split }) => split !== "test" || kept-- > 0);
    const small = { ...dataset, messages };
    await assert.rejects(
      planGate(small, buildFeatures(small), choices()),
      inputError("40 messages", "Label more"),
    );
  });
});

describe("gate", () => {
  test("trains the arms, says what to expect while the split is sealed, opens it once, and judges", async () => {
    const store = await openStore(join(folder, "one"));
    const made = await plan();
    let outlook: GateOutlook | undefined;
    const dones: number[] = [];
    const result = await gate(dataset, features, made, {
      store,
      now: () => new Date(0),
      onProgress: ({ done, total }) => {
        dones.push(done);
        assert.equal(total, 15);
      },
      onOutlook: (found) => {
        outlook = found;
        assert.deepEqual(openingsOf(store.folder, made.test.hash), [], "sealed until here");
      },
    });
    assert.deepEqual(
      dones,
      Array.from({ length: 15 }, (_, i) => i + 1),
    );
    assert.deepEqual(result.outlook, outlook);
    assert.equal(result.outlook.messages, 300);
    assert.ok(result.outlook.detectable.accuracy > 0.2 && result.outlook.detectable.accuracy < 20);
    // From a rate at which nothing is learned to one at which it is.
    assert.ok(result.validation.candidate.accuracy > result.validation.baseline.accuracy + 0.2);
    const accuracy = result.verdict.criteria.find(({ name }) => name === "test accuracy");
    assert.ok(accuracy?.passed === true && accuracy.difference.low > 10, accuracy?.sentence);

    // The verdict is that of `judge` on runs trained apart.
    const apart = (arm: "baseline" | "candidate") =>
      Promise.all(seeds.map((seed) => train({ ...made[arm], seeds: { init: seed, order: seed } }, features)));
    assert.deepEqual(
      result.verdict,
      judge(dataset, features, await apart("baseline"), await apart("candidate")),
    );

    // And so is what small changes of the texts do.
    const texts = dataset.messages.filter(({ split }) => split === "test").map(({ text }) => text);
    const [fixedRuns, candidateRuns] = [await apart("baseline"), await apart("candidate")];
    assert.deepEqual(
      result.invariance,
      testInvariance({
        features,
        texts,
        baseline: fixedRuns.map(({ weights }) => weights),
        candidate: candidateRuns.map(({ weights }) => weights),
      }),
    );

    const ids = Object.values(result.runs).flat();
    assert.equal(new Set(ids).size, 15);
    assert.deepEqual((await store.ids()).sort(), [...ids].sort());
    assert.deepEqual(
      result.openings.map(({ number, plan: id, look }) => [number, id, look]),
      [[1, made.id, 1]],
    );

    // The same plan again computes the same and opens nothing new; another one is refused before it trains.
    const again = await gate(dataset, features, made, { store });
    assert.deepEqual(again, result);
    const changed = await plan({ rules: { sliceMargin: 5 } });
    await assert.rejects(
      gate(dataset, features, changed, { store, onProgress: () => assert.fail("trained") }),
      inputError("1970-01-01", made.id.slice(0, 12), changed.id.slice(0, 12)),
    );
    const reopened = await gate(dataset, features, changed, { store, reopen: { why: "a margin was wrong" } });
    assert.deepEqual(
      reopened.openings.map(({ why }) => why),
      [null, "a margin was wrong"],
    );
  });

  test("several looks: each with its share of the error, the next only while nothing is decided", async () => {
    const store = await openStore(join(folder, "looks"));
    // A twentieth of a point apart: nobody can tell.
    const near = { candidate: { ...fixed, schedule: 4.01 }, baseline: { ...fixed, schedule: 4 } };
    const made = await plan({ ...near, seeds: [...seeds, 16, 17], looks: [5, 7] });
    const result = await gate(dataset, features, made, { store });
    const confidences = lookConfidences([5, 7], 0.95);
    assert.equal(result.verdict.rules.confidence, confidences[result.look - 1]);
    assert.equal(result.openings.length, result.look);
    assert.equal(result.verdict.seeds, made.looks[result.look - 1]);
  });

  test("an intent that validation lacks, or that no run ever answers, leaves finite numbers", async () => {
    const messages = dataset.messages.filter(
      ({ split, intent }) => split !== "validation" || intent !== "gift_card",
    );
    const less = { ...dataset, messages, hash: contentHash(messages) };
    const known = buildFeatures(less);
    const never = { ...choices(), candidate: { ...fixed, schedule: 0.02 } };
    const { outlook, verdict } = await gate(less, known, await planGate(less, known, never));
    const numbers = [
      ...Object.values(outlook.detectable),
      ...verdict.criteria.flatMap(({ difference: { mean, low, high } }) => [mean, low, high]),
    ];
    assert.ok(numbers.every(Number.isFinite), numbers.join(", "));
    assert.notEqual(verdict.outcome, "approve");
  });

  test("which messages the candidate breaks is told, and agrees with the accuracies", async () => {
    const { flips, verdict } = await gate(dataset, features, await plan());
    const accuracy = verdict.criteria.find(({ name }) => name === "test accuracy");
    const net = 100 * (flips.positive.mean - flips.negative.mean);
    assert.ok(Math.abs(net - (accuracy?.difference.mean ?? NaN)) < 1e-9);
  });

  test("without a store nothing is kept and nothing is refused", async () => {
    const made = await plan();
    const { openings } = await gate(dataset, features, made);
    assert.deepEqual(openings, []);
  });

  test("refuses a plan for other data, and a baseline that never trains", async () => {
    const made = await plan();
    await assert.rejects(
      gate(dataset, features, { ...made, baseline: { ...made.baseline, data: "0".repeat(64) } }),
      inputError("other data"),
    );
    const hopeless = await plan({
      baseline: { ...fixed, schedule: 1e6 },
      candidate: { ...fixed, schedule: 1e7 },
    });
    const store = await openStore(join(folder, "hopeless"));
    await assert.rejects(
      gate(dataset, features, hopeless, { store }),
      inputError("every run of the baseline diverged"),
    );
    assert.deepEqual(openingsOf(store.folder, hopeless.test.hash), [], "the test split stays sealed");
  });
});
