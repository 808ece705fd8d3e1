/**
 * Measures the gate: false approvals, power, slices. Writes bench/GATE.md.
 *
 *   npm run bench:gate -- [--gates 200] [--salt WORD] [--runs FOLDER]
 *   npm run bench:gate -- --ladder --salt WORD
 *
 * GATES is for each of the regimes. A SALT gives other seeds than those that are derived from the data's hash alone, for
 * development; its figures are printed and not written. RUNS is a folder that keeps what is trained, for a benchmark that
 * was interrupted. --ladder prints what the regimes' settings are chosen from, and
 * measures no gate.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { contentHash, loadDataset } from "../src/data";
import { makeBank } from "./gate/bank";
import { ladderOf } from "./gate/ladder";
import { PLANS, regimesOf } from "./gate/regimes";
import { gateTargets, reportGate } from "./gate/report";
import { SEEDS, tryRegime, type RegimeResult } from "./gate/trials";
import { machine } from "./lib/machine";
import { targetTable } from "./lib/markdown";
import { ROOT, SOURCES } from "./lib/paths";
import { writeWhole } from "./lib/write";

const { values: options } = parseArgs({
  options: {
    gates: { type: "string", default: "200" },
    salt: { type: "string", default: "" },
    runs: { type: "string" },
    ladder: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const gates = Number(options.gates);
  if (!Number.isInteger(gates) || gates < 20) throw new Error("--gates must be a whole number of 20 or more");
  const dataset = await loadDataset(join(ROOT, "data", "support-intents.csv"));
  const seedOf = (name: string): number =>
    parseInt(contentHash([dataset.hash, name, options.salt]).slice(0, 10), 16);
  if (options.ladder) {
    if (options.salt === "")
      throw new Error("--ladder needs --salt: settings are not chosen on the seeds of the figures");
    for (const plan of PLANS) console.log(`${await ladderOf(plan, dataset, seedOf(plan.task))}\n`);
    return;
  }
  const results: RegimeResult[] = [];
  for (const [i, regime] of regimesOf(dataset).entries()) {
    const start = performance.now();
    const seed = seedOf(regime.name);
    const say = (done: number, total: number): void => {
      process.stderr.write(`\rregime ${i + 1}: ${done} of ${total} runs `);
    };
    const bank = await makeBank(regime, seed, SEEDS * gates, say, options.runs);
    const trained = performance.now();
    results.push(tryRegime(regime, bank, gates, seed));
    const seconds = [trained - start, performance.now() - trained].map((ms) => (ms / 1000).toFixed(0));
    console.error(`\n${regime.name}: trained in ${seconds[0]} s, tried in ${seconds[1]} s`);
  }
  const text = reportGate(results, machine(null).slice(1, 2));
  if (options.salt !== "") return console.log(text);
  writeWhole(join(SOURCES, "GATE.md"), await format(text, { parser: "markdown" }));
  console.error("bench/GATE.md written");
  console.log(targetTable(gateTargets(results)));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
