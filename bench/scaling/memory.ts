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

/** Where memory does not grow with the runs, the longest sweep takes no more than the middle one; 10% for noise. */
const ALLOWED = 1.1;

export const memory: Section<MemoryResult> = {
  name: "memory",
  title: "Memory of a sweep",
  measure,
  report: ({ sweeps }) =>
    [
      "Tiny runs through the sweep into a store, each sweep in a process of its own: resident memory of the process.",
      table(
        ["runs", "peak, MiB", "at the end, MiB"],
        sweeps.map(({ runs, peakMiB, endMiB }) => [String(runs), digits(peakMiB), digits(endMiB)]),
      ),
    ].join("\n\n"),
  targets: ({ sweeps }) => {
    const [, middle, longest] = sweeps;
    const what = `peak memory of ${longest.runs} runs against ${middle.runs}`;
    return [{ what, wanted: { atMost: ALLOWED }, found: longest.peakMiB / middle.peakMiB }];
  },
};

async function measure({ quick, say }: Context): Promise<MemoryResult> {
  const sweeps = [];
  for (const runs of quick ? [4, 8, 16] : [100, 300, 1000]) {
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
