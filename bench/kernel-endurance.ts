/**
 * A long life of one kernel, and many interrupts. Ends with code 1 when a cell came out wrong, the kernel slowed down
 * or grew too much, or did not answer after an interrupt.
 *
 *   npm run bench:kernel-endurance -- [--cells 1000] [--interrupts 200] [--seed 1] [--kernel lr-lab|tslab]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { interruptOften } from "./kernels/interrupts";
import { live } from "./kernels/life";
import { LR_LAB, TSLAB } from "./kernels/peers";
import { table } from "./lib/markdown";
import { ROOT } from "./lib/paths";

/** The last cells may take this many times as long as the first. */
const SLOWER = 1.5;
/** The memory at the end may be this many times that after a tenth of the cells. */
const LARGER = 1.5;

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
  if (![cells, interrupts, seed].every(Number.isSafeInteger) || cells < 50) {
    throw new Error("--cells, --interrupts and --seed must be whole numbers, --cells 50 or more");
  }
  const folder = join(ROOT, "notebooks");
  const problems: string[] = [];

  const marks = [cells / 10, cells / 2, cells].map(Math.round);
  const window = Math.min(100, Math.floor(cells / 3));
  const life = await live(spec, folder, { cells, window, marks });
  const ratio = life.last / life.first;
  console.log(
    `${cells} cells in one kernel (${spec.name}): ${cells - life.wrong.length} came out as they must`,
  );
  console.log(
    `median latency of the first ${window} after warm-up ${life.first.toFixed(1)} ms, ` +
      `of the last ${window} ${life.last.toFixed(1)} ms: ${ratio.toFixed(2)} times (goal: at most ${SLOWER})`,
  );
  const sizes = life.memory.map(({ cells: n, mib }) => `${mib.toFixed(0)} MiB after ${n}`);
  console.log(`memory of the process: ${sizes.join(", ") || "not told by this system"}`);
  problems.push(...life.wrong);
  if (ratio > SLOWER) problems.push(`the last cells took ${ratio.toFixed(2)} times as long as the first`);
  const growth = life.memory.length < 4 ? null : life.memory[3].mib / life.memory[1].mib;
  if (growth !== null && growth > LARGER) problems.push(`the memory grew ${growth.toFixed(2)} times`);

  const found = await interruptOften(spec, folder, { interrupts, seed }, (what) => console.error(what));
  const answered = Object.values(found.kinds).reduce((sum, one) => sum + one.answered, 0);
  console.log(
    `\n${interrupts} interrupts at random moments (seed ${seed}): ${answered} times the next cell was answered`,
  );
  const rows = Object.entries(found.kinds).map(([name, one]) => [
    name,
    `${one.interrupts}`,
    `${one.answered}`,
  ]);
  console.log(table(["interrupted", "interrupts", "answered"], rows));
  console.log(`interrupted cells that went on to print: ${found.late}`);
  problems.push(...found.wrong);

  if (problems.length > 0) console.log(`\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  return problems.length === 0;
}

main().then(
  (fine) => process.exit(fine ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
