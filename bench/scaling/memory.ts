import { join } from "node:path";
import type { Context } from "../lib/context";
import { digits, table } from "../lib/markdown";
import { COMPILED } from "../lib/paths";
import { runProcess } from "../lib/process";
import type { Section } from "../lib/section";

/** Resident memory of the whole process, worker threads included, for sweeps of several lengths. */
interface MemoryResult {
  readonly sweeps: readonly { readonly runs: number; readonly peakMiB: number; readonly endMiB: number }[];
}

/**
 * Where memory does not grow with the runs, a long sweep ends with no more than a short one; 10% for noise. The short
 * one has 1,000 runs: V8 spends the first few hundred of any sweep on growing its heaps to their working size.
 */
const ALLOWED = 1.1;

export const memory: Section<MemoryResult> = {
  name: "memory",
  title: "Memory of a sweep",
  measure,
  report: ({ sweeps }) =>
    [
      "Tiny runs through the sweep into a store, each sweep in a process of its own: resident memory of the process. " +
        "Weights and curves of one run are about 100 kB, which a sweep that kept them would take for each run.",
      table(
        ["runs", "peak, MiB", "at the end, MiB"],
        sweeps.map(({ runs, peakMiB, endMiB }) => [String(runs), digits(peakMiB), digits(endMiB)]),
      ),
    ].join("\n\n"),
  targets: ({ sweeps }) => {
    const [, short, long] = sweeps;
    const what = `memory at the end of ${long.runs} runs against ${short.runs}`;
    return [{ what, wanted: { atMost: ALLOWED }, found: long.endMiB / short.endMiB }];
  },
};

async function measure({ quick, say }: Context): Promise<MemoryResult> {
  const sweeps = [];
  for (const runs of quick ? [4, 8, 16] : [300, 1000, 4000]) {
    say(`memory: ${runs} runs`);
    const child = join(COMPILED, "scaling", "memory-child.js");
    const { answer } = await runProcess<{ peakMiB: number; endMiB: number }>(process.execPath, [
      child,
      String(runs),
    ]);
    sweeps.push({ runs, ...answer });
  }
  return { sweeps };
}
