/**
 * Holds `tune` against the full grid: what it loses, and what it saves. Writes bench/REGRET.md.
 *
 *   npm run bench:regret -- [--banking BANKING77.csv] [--salt N]
 *
 * A SALT other than 0 gives the grid and the scores other seeds, for development; its figures are printed and not
 * written.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { loadDataset } from "../src/data";
import { buildFeatures } from "../src/features";
import { machine } from "./lib/machine";
import { ROOT, SOURCES } from "./lib/paths";
import { writeWhole } from "./lib/write";
import { gridSeeds } from "./regret/grid";
import { compare, type Comparison } from "./regret/measure";
import { reportRegret } from "./regret/report";

const { values: options } = parseArgs({
  options: { banking: { type: "string" }, salt: { type: "string", default: "0" } },
});

async function main(): Promise<void> {
  const salt = Number(options.salt);
  if (!Number.isInteger(salt) || salt < 0) throw new Error("--salt must be a whole number of 0 or more");
  const seeds = gridSeeds(salt);
  const files = [join(ROOT, "data", "support-intents.csv")];
  if (options.banking !== undefined) files.push(resolve(options.banking));
  const found: Comparison[] = [];
  for (const file of files) {
    const dataset = await loadDataset(file);
    found.push(await compare(dataset, buildFeatures(dataset), seeds));
  }
  const text = await format(reportRegret(found, seeds, machine(null)), { parser: "markdown" });
  if (salt === 0) writeWhole(join(SOURCES, "REGRET.md"), text);
  console.log(text);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
