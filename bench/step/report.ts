import { digits, table, times } from "../lib/markdown";
import type { Timing } from "../lib/rounds";
import type { Target } from "../lib/section";
import { OPTIMIZER_NAMES, type OptimizerName } from "./optimizers";
import type { StepResult } from "./steps";

type Times = Record<string, Timing>;
const WORKLOADS = ["A", "B"] as const;
/** What the issue asks of the ratio to PyTorch's best by autograd, at A and B. */
const AUTOGRAD: Partial<Record<OptimizerName, Record<"A" | "B", number>>> = {
  sgd: { A: 7, B: 5 },
  momentum: { A: 6, B: 8 },
  adam: { A: 2.5, B: 2.5 },
};
const HAND = { A: 5, B: 2.5 };
const TFJS = 15;

/** The fastest of PyTorch's ways by autograd, one run at a time: its name and its timing. */
export function bestAutograd(all: Times): [string, Timing] | null {
  const found = Object.entries(all).filter(([name]) => /^torch (bag|csr|dense|sparse)/.test(name));
  found.sort(([, a], [, b]) => a.cpu.median - b.cpu.median);
  return found[0] ?? null;
}

/** CPU time of the other over the fused step's, by medians. */
function ratio(all: Times, other: Timing | undefined): number | null {
  return all.fused === undefined || other === undefined ? null : other.cpu.median / all.fused.cpu.median;
}

export function stepTargets({ times: found, parity }: StepResult): Target[] {
  const targets: Target[] = [];
  const add = (what: string, atLeast: number, value: number | null): void =>
    void targets.push({ what, wanted: { atLeast }, found: value });
  for (const [optimizer, asked] of Object.entries(AUTOGRAD)) {
    for (const at of WORKLOADS) {
      const all = found[at][optimizer];
      add(
        `step ${at}, ${optimizer}: PyTorch's best by autograd`,
        asked[at],
        ratio(all, bestAutograd(all)?.[1]),
      );
    }
  }
  for (const at of WORKLOADS) {
    const all = found[at].sgd;
    add(`step ${at}, sgd: PyTorch's by hand, without autograd`, HAND[at], ratio(all, all["torch hand"]));
  }
  for (const by of ["wasm", "native"]) {
    for (const at of WORKLOADS) {
      const ratios = OPTIMIZER_NAMES.map((name) => ratio(found[at][name], found[at][name][by]));
      const least = ratios.some((one) => one === null) ? null : Math.min(...(ratios as number[]));
      add(`step ${at}, every optimizer: TensorFlow.js ${by}`, TFJS, least);
    }
  }
  for (const [key, limit, words] of [
    ["first", 1e-5, "one step"],
    ["hundred", 1e-3, "100 steps"],
  ] as const) {
    const apart = WORKLOADS.flatMap((at) => OPTIMIZER_NAMES.map((name) => parity[at][name]?.[key] ?? null));
    const most = apart.some((one) => one === null) ? null : Math.max(...(apart as number[]));
    const what = `losses of ${words} against PyTorch in float64, every optimizer, relative`;
    targets.push({ what, wanted: { atMost: limit }, found: most, unit: "" });
  }
  return targets;
}

export function reportSteps(result: StepResult): string {
  const parts = result.workloads.map(({ name, says }) => `${says}.\n\n${workloadTables(name, result)}`);
  return [
    "CPU milliseconds a step of one run: median (minimum) of the interleaved repeats; ratios are of medians. " +
      "The fused step reports loss, gradient norm, update ratio and overshoot of every step; the others report " +
      "none of these but the loss (and PyTorch's by hand not even that). PyTorch's batches are made beforehand and " +
      "not timed; the fused step and TensorFlow.js's make theirs. TensorFlow.js runs lr-lab's own sparse kernels, " +
      "without which it would be slower. `torch.func.vmap` trains 8 runs at once: a step is one run's.",
    ...parts,
  ].join("\n\n");
}

function workloadTables(at: "A" | "B", { times: found, parity }: StepResult): string {
  const cell = (timing: Timing | undefined): string =>
    timing === undefined ? "-" : `${digits(timing.cpu.median)} (${digits(timing.cpu.min)})`;
  const rows = OPTIMIZER_NAMES.map((optimizer) => {
    const all = found[at][optimizer];
    const best = bestAutograd(all);
    const vmap = [all["torch vmap-gather"], all["torch vmap-dense"]].filter((one) => one !== undefined);
    vmap.sort((a, b) => a.cpu.median - b.cpu.median);
    const apart = parity[at][optimizer];
    return {
      times: [optimizer, all.fused, best?.[1], all["torch hand"], vmap[0], all.wasm, all.native] as const,
      ratios: [
        optimizer,
        times(ratio(all, best?.[1]), AUTOGRAD[optimizer]?.[at]),
        best?.[0].replace("torch ", "") ?? "-",
        times(ratio(all, all["torch hand"]), all["torch hand"] && HAND[at]),
        times(ratio(all, vmap[0])),
        times(ratio(all, all.wasm), TFJS),
        times(ratio(all, all.native), TFJS),
        apart === null ? "-" : `${apart.first.toExponential(0)}, ${apart.hundred.toExponential(0)}`,
      ],
    };
  });
  const others = ["PyTorch's best by autograd", "by hand", "vmap", "TensorFlow.js wasm", "native"];
  return [
    table(
      [at, "fused", ...others],
      rows.map(({ times: [name, ...timings] }) => [name, ...timings.map(cell)]),
    ),
    table(
      [`${at}: times as long`, others[0], "which", ...others.slice(1), "loss, 1 and 100 steps"],
      rows.map(({ ratios }) => ratios),
    ),
    everyWay(at, found),
  ].join("\n\n");
}

/** All that was timed, wall clock included, for who wants to look closer. */
function everyWay(at: "A" | "B", found: StepResult["times"]): string {
  const rows = OPTIMIZER_NAMES.flatMap((optimizer) =>
    Object.entries(found[at][optimizer]).map(([way, { cpu, wall }]) => [
      `${optimizer}, ${way}`,
      ...[cpu.median, cpu.min, wall.median, wall.min].map(digits),
    ]),
  );
  const head = [`${at}: ms a step`, "CPU median", "CPU minimum", "wall median", "wall minimum"];
  return `<details><summary>${at}: every way</summary>\n\n${table(head, rows)}\n\n</details>`;
}
