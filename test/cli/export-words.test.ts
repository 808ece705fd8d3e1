// What an exported folder's README says of the optimizer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exportReadme } from "../../src/cli/export-readme";
import { cosine } from "../../src/schedules";
import { foundRate, PRODIGY, runSpec, train, type OptimizerSpec } from "../../src/training";
import { smallFeatures } from "../training/helpers";

const features = smallFeatures();

async function readmeOf(optimizer: OptimizerSpec): Promise<{ text: string; found: number | null }> {
  const schedule = cosine({ peak: 1, steps: 60 });
  const spec = await runSpec(features, { optimizer, schedule, batchSize: 32, epochs: 12 });
  const { record } = await train(spec, features);
  return { text: exportReadme(record, features), found: foundRate(record) };
}

test("Prodigy is named as prodigyopt's, with its options and the rate that the run found", async () => {
  const { text, found } = await readmeOf({ ...PRODIGY, weightDecay: 0.01, biasCorrection: true });
  assert.match(text, /mlp 64, prodigy wd 0\.01, cosine 1 -> 0 over 60;/);
  assert.ok(
    text.includes(
      "`prodigyopt.Prodigy(parameters, lr=1.0, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, d0=0.000001, " +
        "use_bias_correction=True)`",
    ),
    text,
  );
  assert.ok(found !== null && text.includes(`found the rate ${Number(found.toPrecision(4))}.`));
});

test("other optimizers are not", async () => {
  const { text, found } = await readmeOf({ kind: "sgd" });
  assert.equal(found, null);
  assert.doesNotMatch(text, /rodigy/);
});
