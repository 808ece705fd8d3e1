/**
 * A long life of one kernel, and many interrupts. Ends with code 1 when a cell came out wrong, the kernel slowed down
 * or grew too much, or did not answer after an interrupt.
 *
 *   npm run bench:kernel-endurance -- [--cells 1000] [--interrupts 200] [--seed 1] [--kernel lr-lab|tslab]
 *
 * 0 cells or interrupts leave that half out.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { KernelSpec } from "../src/jupyter/kernel-spec";
import { interruptOften } from "./kernels/interrupts";
import { live } from "./kernels/life";
import { LR_LAB, TSLAB } from "./kernels/peers";
import { table } from "./lib/markdown";
import { ROOT } from "./lib/paths";

/** The last cells may take this many times as long as the first. */
const SLOWER = 1.5;
/** The memory at the end may be this many times that after a tenth of the cells. */
const LARGER = 1.5;
const FOLDER = join(ROOT, "notebooks");

const { values: options } = parseArgs({
  options: {
    cells: { type: "string", default: "1000" },
    interrupts: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    kernel: { type: "string", default: "lr-lab" },
  },
});

async function main(): Promise<boolean> {
  const [cells, interrupts, seed] = [options.cells, options.interrupts, options.seed].map(Number);
  const spec = [LR_LAB, TSLAB].find(({ name }) => name === options.kernel);
  if (!spec) throw new Error(`--kernel is lr-lab or tslab, not ${options.kernel}`);
  if (![cells, interrupts, seed].every((one) => Number.isSafeInteger(one) && one >= 0)) {
    throw new Error("--cells, --interrupts and --seed must be whole numbers of 0 or more");
  }
  const problems = [
    ...(cells > 0 ? await liveLong(spec, cells) : []),
    ...(interrupts > 0 ? await interruptMany(spec, interrupts, seed) : []),
  ];
  if (problems.length > 0) console.log(`\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  return problems.length === 0;
}

async function liveLong(spec: KernelSpec, cells: number): Promise<string[]> {
  const marks = [cells / 10, cells / 2, cells].map(Math.round);
  const window = Math.max(1, Math.min(100, Math.floor(cells / 3)));
  const { wrong, first, last, memory } = await live(spec, FOLDER, { cells, window, marks });
  const ratio = last / first;
  console.log(`${cells} cells in one kernel (${spec.name}): ${cells - wrong.length} came out as they must`);
  console.log(
    `median latency of the first ${window} after warm-up ${first.toFixed(1)} ms, ` +
      `of the last ${window} ${last.toFixed(1)} ms: ${ratio.toFixed(2)} times (goal: at most ${SLOWER})`,
  );
  const sizes = memory.map(({ cells: n, mib }) => `${mib.toFixed(0)} MiB after ${n}`);
  console.log(`memory of its processes: ${sizes.join(", ") || "not told by this system"}`);
  const problems = [...wrong];
  if (ratio > SLOWER) problems.push(`the last cells took ${ratio.toFixed(2)} times as long as the first`);
  const growth = memory.length < 4 ? 1 : memory[3].mib / memory[1].mib;
  if (growth > LARGER) problems.push(`the memory grew ${growth.toFixed(2)} times`);
  return problems;
}

async function interruptMany(spec: KernelSpec, interrupts: number, seed: number): Promise<string[]> {
  const say = (what: string): void => console.error(what);
  const { kinds, wrong, late } = await interruptOften(spec, FOLDER, { interrupts, seed }, say);
  const answered = Object.values(kinds).reduce((sum, one) => sum + one.answered, 0);
  console.log(
    `\n${interrupts} interrupts at random moments (seed ${seed}): ${answered} times the next cell was answered`,
  );
  const rows = Object.entries(kinds).map(([name, one]) => [name, `${one.interrupts}`, `${one.answered}`]);
  console.log(table(["interrupted", "interrupts", "answered"], rows));
  console.log(`interrupted cells that went on to print: ${late}`);
  return [...wrong];
}

main().then(
  (fine) => process.exit(fine ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
