import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dataset } from "../../src/data";
import { memorisationLedger, wrongLabelsLearned } from "../../src/evaluation";
import { runSpec, train, type RunChoices } from "../../src/training";
import { inputError } from "../data/fixtures";
import { smallDataset, smallFeatures } from "../training/helpers";

const dataset = smallDataset();
const features = smallFeatures();
const hot: RunChoices = { schedule: 0.1, epochs: 4, batchSize: 8, engine: "fused" };
const training = dataset.messages.filter(({ split }) => split === "train");
const wrong = training.filter(({ intent, cleanIntent }) => intent !== cleanIntent);

describe("memorisationLedger", () => {
  test("its last point is what the run's record says, its first what the initial weights do", async () => {
    const spec = await runSpec(features, hot);
    const ledger = await memorisationLedger(dataset, features, [{ label: "0.1", specs: [spec] }]);
    assert.deepEqual(ledger.labels, {
      right: training.length - wrong.length,
      wrong: wrong.length,
      unknown: 0,
    });
    const [run] = ledger.groups[0].runs;
    assert.equal(run.status, "done");
    assert.deepEqual(
      run.points.map(({ epoch }) => epoch),
      [0, 1, 2, 3, 4],
    );
    const { record } = await train(spec, features);
    assert.equal(run.run, record.id);
    const last = run.points[4];
    assert.equal(last.wrongLearned, wrongLabelsLearned(dataset, record.predictions.train));
    // Right labels that are fitted: accuracy on all labels, less the wrong ones that are learned.
    const { accuracy } = record.evaluations[4].train;
    const fitted = accuracy * training.length - last.wrongLearned * wrong.length;
    assert.ok(Math.abs(last.cleanFitted - fitted / (training.length - wrong.length)) < 1e-12);
    // Seen through: counted over the messages themselves.
    const seen = training.filter(
      ({ intent, cleanIntent }, row) =>
        intent !== cleanIntent && dataset.intents[record.predictions.train[row]] === cleanIntent,
    );
    assert.equal(last.wrongSeenThrough, seen.length / wrong.length);
    assert.ok(last.wrongLearned > run.points[1].wrongLearned, "a hot rate learns the mistakes in the end");
  });

  test("an epoch in the middle is that of the shorter run, since the rate is constant", async () => {
    const group = async (epochs: number) => ({
      label: `${epochs}`,
      specs: [await runSpec(features, { ...hot, epochs })],
    });
    const { groups } = await memorisationLedger(dataset, features, [await group(2), await group(4)]);
    assert.deepEqual(groups[1].runs[0].points.slice(0, 3), groups[0].runs[0].points);
  });

  test("a run that breaks off ends its points there", async () => {
    const stop = { divergenceFactor: 3 };
    const specs = [await runSpec(features, { ...hot, schedule: 1e4, stop })];
    const { groups } = await memorisationLedger(dataset, features, [{ label: "1e4", specs }]);
    const [{ status, points }] = groups[0].runs;
    assert.equal(status, "diverged");
    assert.ok(points.length >= 2 && points[points.length - 1].epoch < 4);
  });

  test("a run that ends worse than it began has diverged, as its record says", async () => {
    const spec = await runSpec(features, { ...hot, schedule: 0.5, batchSize: 16 });
    const { record } = await train(spec, features);
    const { groups } = await memorisationLedger(dataset, features, [{ label: "x", specs: [spec] }]);
    const [{ status, points }] = groups[0].runs;
    assert.deepEqual([record.status, record.steps], ["diverged", record.plannedSteps]);
    assert.deepEqual([status, points.length], ["diverged", 5]);
  });

  test("without clean labels, or without mistakes, there is nothing to tell apart", async () => {
    const groups = [{ label: "x", specs: [await runSpec(features, hot)] }];
    const relabelled = (cleanIntent: (intent: string) => string | undefined): Dataset => ({
      ...dataset,
      messages: dataset.messages.map((message) => ({ ...message, cleanIntent: cleanIntent(message.intent) })),
    });
    await assert.rejects(
      memorisationLedger(
        relabelled(() => undefined),
        features,
        groups,
      ),
      inputError("clean labels", "column clean_intent"),
    );
    await assert.rejects(
      memorisationLedger(
        relabelled((intent) => intent),
        features,
        groups,
      ),
      inputError("known to be wrong"),
    );
    await assert.rejects(
      memorisationLedger({ ...dataset, hash: "other" }, features, groups),
      inputError("other data"),
    );
    await assert.rejects(memorisationLedger(dataset, features, []), inputError("at least one group"));
    await assert.rejects(
      memorisationLedger(dataset, features, [{ label: "x", specs: [] }]),
      inputError("at least one spec"),
    );
  });

  test("labels that are not known count in neither share, and are told", async () => {
    let first = true;
    const messages = dataset.messages.map((message) => {
      if (!first || message.split !== "train") return message;
      first = false;
      return { ...message, cleanIntent: undefined };
    });
    const specs = [await runSpec(features, { ...hot, epochs: 1 })];
    const ledger = await memorisationLedger({ ...dataset, messages }, features, [{ label: "x", specs }]);
    assert.equal(ledger.labels.unknown, 1);
    assert.equal(ledger.labels.right + ledger.labels.wrong, training.length - 1);
  });

  test("an aborted signal ends it with its reason", async () => {
    const specs = [await runSpec(features, hot)];
    await assert.rejects(
      memorisationLedger(dataset, features, [{ label: "x", specs }], AbortSignal.abort(new Error("enough"))),
      /enough/,
    );
  });
});
