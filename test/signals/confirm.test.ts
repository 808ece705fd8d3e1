// Findings held against replays of real runs, and the replays against runs trained from the first step.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { constant, join, piecewise } from "../../src/schedules";
import { confirm, diagnose, type Confirmation, type Finding, type Signal } from "../../src/signals";
import { finalOf, runSpec, train, type RunChoices, type RunRecord } from "../../src/training";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "../training/helpers";

const features = smallFeatures();
const quick = { model: { kind: "linear" }, batchSize: 32, epochs: 6, engine: "fused" } as const;

async function recordOf(choices: RunChoices): Promise<RunRecord> {
  return (await train(await runSpec(features, { ...quick, ...choices }), features)).record;
}

/** A finding made by hand, where only its signal and its first step matter. */
function claim(signal: Signal, from: number): Finding {
  const words = { meaning: "It is so.", advice: "Change it." };
  return { signal, severity: "mild", steps: [from, 30], warnedAt: from, values: {}, ...words };
}

const confirmed = async (finding: Finding, { spec }: RunRecord): Promise<Confirmation> =>
  confirm(finding, spec, features);

describe("confirm", () => {
  test("the replay is the run whose schedule changes at that step, to the last bit", async () => {
    const record = await recordOf({
      schedule: 8,
      optimizer: { kind: "momentum", momentum: 0.9, nesterov: false },
    });
    const schedule = join([
      { schedule: constant({ peak: 8 }), steps: 7 },
      { schedule: constant({ peak: 4 }) },
    ]);
    const changed = await recordOf({ schedule, optimizer: record.spec.optimizer });
    for (const [signal, split] of [
      ["oscillation", "train"],
      ["over-fitting", "validation"],
    ] as const) {
      const found = await confirmed(claim(signal, 7), record);
      assert.equal(found.asRun, finalOf(record)[split].loss);
      assert.equal(found.replayed, finalOf(changed)[split].loss);
      assert.deepEqual([found.from, found.factor], [7, 0.5]);
    }
  });

  test("overshoot is compared an epoch later", async () => {
    const record = await recordOf({ schedule: 8 });
    const found = await confirmed(claim("overshoot", 10), record);
    // Five steps an epoch: after step 15, which is an evaluation.
    assert.equal(found.asRun, record.evaluations[3].train.loss);
    const schedule = join([
      { schedule: constant({ peak: 8 }), steps: 10 },
      { schedule: constant({ peak: 4 }) },
    ]);
    assert.equal(found.replayed, (await recordOf({ schedule })).evaluations[3].train.loss);
  });

  test("oscillation far above the useful rate: half of it helps", async () => {
    const record = await recordOf({ schedule: 160, optimizer: { kind: "sgd" } });
    const found = await confirmed(claim("oscillation", 0), record);
    assert.equal(found.outcome, "confirmed", found.sentence);
    assert.ok(found.replayed < found.asRun);
    assert.ok(Number(found.standardErrors) > 3);
    assert.match(
      found.sentence,
      /At half the rate from the first step on, the training loss is .*: confirmed\.$/,
    );
  });

  test("a claim of oscillation at a timid rate is withdrawn: half of it is slower still", async () => {
    const record = await recordOf({ schedule: 0.1 });
    const found = await confirmed(claim("oscillation", 0), record);
    assert.equal(found.outcome, "withdrawn", found.sentence);
    assert.ok(found.replayed > found.asRun);
    assert.ok(Number(found.standardErrors) < 0);
  });

  test("slow convergence, as diagnosed: twice the rate from the start is the run at twice the rate", async () => {
    const record = await recordOf({ schedule: 0.05 });
    const finding = diagnose(record).findings.find(({ signal }) => signal === "slow-convergence");
    assert.ok(finding !== undefined, JSON.stringify(diagnose(record)));
    const found = await confirmed(finding, record);
    assert.equal(found.outcome, "confirmed", found.sentence);
    assert.equal(found.replayed, finalOf(await recordOf({ schedule: 0.1 })).validation.loss);
    assert.deepEqual([found.from, found.factor, found.measure], [0, 2, "validation loss"]);
    assert.equal(found.finding, finding);
  });

  test("a finding without any difference is withdrawn, at the last step too", async () => {
    // The rate is 0 from step 5 on, and so is its half.
    const record = await recordOf({ schedule: piecewise({ rates: [1, 0], boundaries: [5] }) });
    for (const from of [5, record.steps - 1]) {
      const found = await confirmed(claim("oscillation", from), record);
      assert.deepEqual([found.outcome, found.standardErrors], ["withdrawn", 0]);
      assert.equal(found.asRun, found.replayed);
    }
  });

  test("a spike: half of the rate from before it on, and how far the highest batch still stands out", async () => {
    const schedule = piecewise({ rates: [0.5, 2000, 0.5], boundaries: [20, 21] });
    const record = await recordOf({ schedule });
    const finding: Finding = {
      ...claim("spikes", 21),
      values: { at: 21, usual: record.curve.loss[20], highest: record.curve.loss[21] },
    };
    const found = await confirmed(finding, record);
    assert.equal(found.measure, "highest batch loss");
    assert.equal(found.from, 13);
    assert.equal(found.asRun, record.curve.loss[21]);
    assert.equal(found.standardErrors, null);
    const halved = await recordOf({
      schedule: piecewise({ rates: [0.5, 0.25, 1000, 0.25], boundaries: [13, 20, 21] }),
    });
    assert.equal(found.replayed, Math.max(...halved.curve.loss.slice(13, 22)));
    const half = found.replayed - finding.values.usual < 0.5 * (found.asRun - finding.values.usual);
    assert.equal(found.outcome, half ? "confirmed" : "withdrawn");
  });

  test("a run that breaks: confirmed where half the rate does not, withdrawn where it does too", async () => {
    const record = await recordOf({ schedule: 3e38 });
    assert.equal(record.status, "diverged");
    const [finding] = diagnose(record).findings;
    assert.equal(finding.signal, "divergence");
    const found = await confirmed(finding, record);
    if (Number.isFinite(found.replayed)) assert.equal(found.outcome, "confirmed");
    else assert.deepEqual([found.outcome, found.standardErrors], ["withdrawn", 0]);
  });

  test("refuses a finding that begins after the run's end, and the other engine", async () => {
    const record = await recordOf({ schedule: 1 });
    await assert.rejects(confirmed(claim("overshoot", 31), record), inputError("confirm", "30 steps"));
    const spec = await runSpec(features, { ...quick, schedule: 1, engine: "tfjs" });
    await assert.rejects(confirm(claim("overshoot", 3), spec, features), inputError("tfjs"));
  });
});
