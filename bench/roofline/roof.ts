import { time, type Took } from "../lib/serve";
import { compileKernel } from "./compile";
import { flopsOf, SHAPES } from "./multiply-add";

/** The two roofs: arithmetic, and reading rows of 256 bytes in random order from 2 MiB. */
export type Roof = "flops" | "rows";

/** What a fixed amount of the work took, and how much it was (flops, bytes). */
export type RoofTook = Took & { readonly work: number };

const FLOPS = 1e9;
const ROW_TURNS = 200;
const ROW_BYTES = ROW_TURNS * 8192 * 256;

interface Kernel {
  readonly multiplyAdd: (turns: number) => number;
  readonly turns: number;
  readonly readRows: (turns: number) => number;
}
let kernel: Promise<Kernel> | undefined;

/** Does the work in SIMD WebAssembly on this thread, as the fused step does its own. */
export async function roof(what: Roof): Promise<RoofTook> {
  kernel ??= prepare();
  const { multiplyAdd, turns, readRows } = await kernel;
  const took = await time(() => void (what === "flops" ? multiplyAdd(turns) : readRows(ROW_TURNS)));
  return { ...took, work: what === "flops" ? FLOPS : ROW_BYTES };
}

/** Compiles, lets V8's optimizing compiler take over from its quick one, and picks the fastest shape. */
async function prepare(): Promise<Kernel> {
  const { exports } = await WebAssembly.instantiate(await WebAssembly.compile(compileKernel()));
  const run = exports as Record<string, (turns: number) => number>;
  run.prepare(0);
  run.readRows(ROW_TURNS);
  let fastest = { multiplyAdd: run.multiplyAdd0, turns: 0, cpuMs: Infinity };
  for (const [i, shape] of SHAPES.entries()) {
    const multiplyAdd = run[`multiplyAdd${i}`];
    const turns = Math.round(FLOPS / flopsOf(shape));
    multiplyAdd(turns);
    for (let repeat = 0; repeat < 5; repeat++) {
      const { cpuMs } = await time(() => void multiplyAdd(turns));
      if (cpuMs < fastest.cpuMs) fastest = { multiplyAdd, turns, cpuMs };
    }
  }
  return { multiplyAdd: fastest.multiplyAdd, turns: fastest.turns, readRows: run.readRows };
}
