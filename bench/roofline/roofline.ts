import { join } from "node:path";
import { ONE_THREAD, startChild } from "../lib/child";
import type { Context } from "../lib/context";
import { digits, table } from "../lib/markdown";
import { COMPILED } from "../lib/paths";
import { interleave, type Contestant } from "../lib/rounds";
import type { Section, Target } from "../lib/section";
import type { Took } from "../lib/serve";
import { request } from "../step/contestants";
import { nominalFlops, rowBytesRead, workloads } from "../step/workloads";
import type { Roof, RoofTook } from "./roof";

interface RooflineResult {
  /** Multiply-add GFLOPS and GB/s of random rows: of the median and of the fastest repeat. */
  readonly flops: { readonly median: number; readonly best: number };
  readonly rows: { readonly median: number; readonly best: number };
  /** GFLOPS of the fused SGD step by nominal flops; null without a fused engine. */
  readonly steps: Record<
    "A" | "B",
    { nominal: number; rowBytes: number; median: number; best: number } | null
  >;
}

export const roofline: Section<RooflineResult> = {
  name: "roofline",
  title: "The machine's SIMD roofline",
  measure,
  report,
  targets: ({ flops, steps }): Target[] =>
    (["A", "B"] as const).map((at) => {
      const step = steps[at];
      const found = step === null ? null : (100 * step.median) / flops.median;
      return { what: `sgd at ${at}: share of the SIMD roofline`, wanted: { atLeast: 50 }, found, unit: "%" };
    }),
};

async function measure(context: Context): Promise<RooflineResult> {
  const both = await workloads(context);
  const child = startChild(process.execPath, [join(COMPILED, "step", "fused-child.js")], ONE_THREAD);
  try {
    const contestants: Contestant[] = [];
    for (const what of ["flops", "rows"] as Roof[]) {
      context.say(`roofline: ${what}`);
      // Milliseconds for 10^6 flops or bytes.
      const repeat = async (): Promise<Took> => {
        const { cpuMs, wallMs, work } = await child.ask<RoofTook>({ roof: what });
        return { cpuMs: (cpuMs / work) * 1e6, wallMs: (wallMs / work) * 1e6 };
      };
      contestants.push({ name: what, repeat });
    }
    for (const workload of both) {
      const steps = context.quick ? 64 : 1024;
      const asked = request(workload, "sgd", { by: "fused", steps });
      const million = (nominalFlops(workload) * steps) / 1e6;
      const repeat = async (): Promise<Took> => {
        const { cpuMs, wallMs } = await child.ask<Took>(asked);
        return { cpuMs: cpuMs / million, wallMs: wallMs / million };
      };
      try {
        await repeat();
        contestants.push({ name: workload.name, repeat });
      } catch (error) {
        context.say(`roofline ${workload.name}: left out (${(error as Error).message})`);
      }
    }
    const found = await interleave(contestants, context.quick ? 3 : 21);
    // A million a millisecond is a billion a second.
    const speed = (name: string): { median: number; best: number } => ({
      median: 1 / found[name].cpu.median,
      best: 1 / found[name].cpu.min,
    });
    const steps = both.map((workload) => {
      const { name } = workload;
      const work = { nominal: nominalFlops(workload), rowBytes: rowBytesRead(workload) };
      return [name, found[name] === undefined ? null : { ...work, ...speed(name) }];
    });
    const byName = Object.fromEntries(steps) as RooflineResult["steps"];
    return { flops: speed("flops"), rows: speed("rows"), steps: byName };
  } finally {
    await child.close();
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

function report({ flops, rows, steps }: RooflineResult): string {
  const lines = (["A", "B"] as const).map((at) => {
    const step = steps[at];
    if (step === null) return [`fused SGD step, ${at}`, "-", "-", "-", "-"];
    const share = percent(step.median / flops.median);
    // The same unit: seconds of a step are nominal / GFLOPS, of its rows bytes / (GB/s).
    const reading = percent(step.rowBytes / rows.median / (step.nominal / step.median));
    return [
      `fused SGD step, ${at} (${digits(step.nominal / 1e6)} MFLOP)`,
      digits(step.median),
      digits(step.best),
      share,
      `${reading} (${digits(step.rowBytes / 1e6)} MB)`,
    ];
  });
  return [
    "One core, SIMD-128 WebAssembly, interleaved repeats. The roof is the fastest of several shapes of a loop that " +
      "only multiplies and adds; a step's nominal flops are 4 x non-zeros x hidden + 6 x batch x hidden x classes, " +
      "whether or not the step can leave some out. What a step must read of the bag's weights, a row a non-zero " +
      "forward and a row a touched column backward, takes time at the speed of the second line too: the last column " +
      "is its share of the step, before anything is written or computed.",
    table(
      ["", "median", "best", "share of the roof", "rows to read"],
      [
        ["multiply and add, GFLOPS", digits(flops.median), digits(flops.best), "", ""],
        ["random 256-byte rows of 2 MiB, GB/s", digits(rows.median), digits(rows.best), "", ""],
        ...lines,
      ],
    ),
  ].join("\n\n");
}
