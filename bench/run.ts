/**
 * Measures lr-lab beside its peers on this machine and writes bench/RESULTS.md.
 *
 *   npm run bench -- [--python PYTHON] [--banking BANKING77.csv] [--only steps,sweep] [--fresh] [--quick]
 *
 * PYTHON is an interpreter with PyTorch; without it those figures say that they were not measured. A section that was
 * measured before and is not in RESULTS.md yet (the benchmark was interrupted, or ran with --only) is not measured
 * again unless --fresh is given. --quick checks that everything works, in minutes, and writes build/bench/QUICK.md.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { accuracySection } from "./accuracy/accuracy";
import type { Context } from "./lib/context";
import { document, type Measured } from "./lib/document";
import { forget, keep, kept } from "./lib/kept";
import { machine } from "./lib/machine";
import { targetTable } from "./lib/markdown";
import { COMPILED, SOURCES } from "./lib/paths";
import { pythonVersions } from "./lib/python";
import { section, type Section } from "./lib/section";
import { writeWhole } from "./lib/write";
import { roofline } from "./roofline/roofline";
import { memory } from "./scaling/memory";
import { scaling } from "./scaling/scaling";
import { steps } from "./step/steps";
import { sweepSection } from "./sweep/sweep";

const SECTIONS: readonly Section[] = [
  section(steps),
  section(roofline),
  section(sweepSection),
  section(accuracySection),
  section(scaling),
  section(memory),
];

const { values: options } = parseArgs({
  options: {
    python: { type: "string" },
    banking: { type: "string" },
    only: { type: "string" },
    fresh: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const names = options.only?.split(",") ?? SECTIONS.map(({ name }) => name);
  const wanted = SECTIONS.filter(({ name }) => names.includes(name));
  const unknown = names.filter((name) => !SECTIONS.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new Error(`no section ${unknown.join(", ")}: ${SECTIONS.map((s) => s.name).join(", ")}`);
  if (options.fresh) forget();
  const versions = options.python === undefined ? null : pythonVersions(options.python);
  const lines = machine(versions);
  const under = JSON.stringify([lines, options.banking !== undefined, options.quick]);
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-bench-"));
  const context: Context = {
    python: options.python ?? null,
    versions,
    banking: options.banking === undefined ? null : resolve(options.banking),
    quick: options.quick,
    folder,
    say: (what) => console.error(what),
  };
  try {
    const measured: Measured[] = [];
    for (const one of wanted) {
      const before = options.only === undefined ? kept(one.name, under) : null;
      if (before !== null) console.error(`${one.name}: measured before, on ${before.at}`);
      measured.push({ section: one, kept: before ?? (await measure(one, context, under)) });
    }
    if (options.only !== undefined) return print(measured);
    const file = options.quick ? join(COMPILED, "QUICK.md") : join(SOURCES, "RESULTS.md");
    writeWhole(file, await format(document(measured, lines, options.quick), { parser: "markdown" }));
    forget();
    console.error(options.quick ? "build/bench/QUICK.md written" : "bench/RESULTS.md written");
    console.log(targetTable(measured.flatMap(({ section: one, kept: { result } }) => one.targets(result))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(one: Section, context: Context, under: string): Promise<Measured["kept"]> {
  console.error(`${one.name}: ${one.title}`);
  const at = new Date().toISOString();
  const start = performance.now();
  const result = await one.measure(context);
  const found = { under, at, minutes: (performance.now() - start) / 60_000, result };
  keep(one.name, found);
  return found;
}

function print(measured: readonly Measured[]): void {
  for (const { section: one, kept: found } of measured) {
    console.log(`## ${one.title}\n\n${one.report(found.result)}\n`);
    const targets = one.targets(found.result);
    if (targets.length > 0) console.log(`${targetTable(targets)}\n`);
  }
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
