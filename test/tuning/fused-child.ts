// A process that trains a set of specs in an order of its own: node fused-child.js ORDER_SEED. Prints each record's
// canonical JSON and its weights' SHA-256, sorted by id.
import { createHash } from "node:crypto";
import { canonicalJson, createRandom } from "../../src/data";
import { oneCycle } from "../../src/schedules";
import { runSpec, type RunChoices } from "../../src/training";
import { runAll } from "../../src/tuning";
import { smallFeatures } from "../training/helpers";
import { OPTIMIZERS } from "../training/fused-parts";

async function main(): Promise<void> {
  const features = smallFeatures();
  const choices: RunChoices[] = OPTIMIZERS.map(([, optimizer, peak], i) => ({
    ...{ optimizer, schedule: peak, seed: i, batchSize: 10 + 13 * i, epochs: 4 },
    model: i % 3 === 0 ? { kind: "linear" } : { kind: "mlp", hidden: 6 + i },
  }));
  choices.push(
    { schedule: 1e6, epochs: 3 },
    { schedule: 3e38, epochs: 3 },
    { schedule: oneCycle({ peak: 0.3, steps: 10 }), epochs: 10, batchSize: 150, clipNorm: 0.5 },
  );
  const specs = await Promise.all(choices.map((choice) => runSpec(features, { ...choice, engine: "fused" })));
  createRandom(Number(process.argv[2])).shuffle(specs);
  const runs = await runAll(specs, features);
  const lines = runs.map(({ record, weights }, i) => {
    if (canonicalJson(record.spec) !== canonicalJson(specs[i])) throw new Error("runs are in another order");
    const hash = createHash("sha256");
    for (const { values } of weights.arrays) hash.update(new Uint8Array(values.buffer));
    return `${record.id} ${hash.digest("hex")} ${canonicalJson(record)}\n`;
  });
  process.stdout.write(lines.sort().join(""));
}

void main();
