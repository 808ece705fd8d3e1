import { digits, table, targetTable } from "../lib/markdown";
import { median } from "../lib/rounds";
import type { Target } from "../lib/section";
import { ENDLESS } from "./cells";
import { PATIENCE_MS, type Measured, type Plan, type Samples } from "./measure";
import { TURNS } from "./peers";

/** What the ratios are of. */
const STOCK = "tslab";
const OURS = "lr-lab";

interface Row {
  readonly what: string;
  readonly measure: string;
  /** Tells the 90th percentile of single cells too. */
  readonly cells?: boolean;
}

const MILLISECONDS: readonly Row[] = [
  { what: "start of the process to the result of `1 + 1`", measure: "start" },
  { what: "the same where there is no snapshot yet", measure: "first start" },
  { what: "`1 + n`", measure: "sum", cells: true },
  { what: "`const x = n; x + 1`", measure: "declare", cells: true },
  { what: "the cell that imports tfjs", measure: "tfjs import" },
  { what: "`1 + n` after it", measure: "tfjs sum", cells: true },
  { what: "the cell that imports from lr-lab", measure: "library import" },
  { what: "`1 + n` after it", measure: "library sum", cells: true },
  { what: "completion", measure: "completion", cells: true },
  { what: `a loop of ${TURNS.toExponential(0).replace("+", "")} turns at the top level`, measure: "loop" },
  ...ENDLESS.map(({ name }) => ({ what: `interrupt of ${name}`, measure: `interrupt: ${name}` })),
];

const MEMORY: readonly Row[] = [
  { what: "after the first result", measure: "memory" },
  { what: "after importing tfjs", measure: "tfjs memory" },
  { what: "after importing from lr-lab", measure: "library memory" },
];

/** The whole of KERNELS.md. */
export function reportKernels(
  found: readonly Measured[],
  plan: Plan,
  machine: readonly string[],
  left: readonly string[],
): string {
  const head = ["", ...found.map(({ name }) => name)];
  const rows = (of: readonly Row[]): string[][] =>
    of.map((row) => [row.what, ...found.map((one) => entry(one, row, found))]);
  const checks = ["wrong types are refused before a cell runs"].concat(
    found.map(({ checksTypes }) => (checksTypes ? "yes" : "no")),
  );
  return `${[
    "# The kernels, measured side by side",
    `Written by \`npm run bench:kernels\`. ${plan.rounds} ${plan.rounds === 1 ? "round" : "rounds"} of all kernels in turns, one run; the same client (\`src/jupyter\`) for all. It connects at once and repeats \`kernel_info_request\` every 100 ms until the kernel answers, and a cell is done when its reply and the status \`idle\` have come. Each figure is the median of the rounds' medians, with the lowest and the highest of them; "90%" is what 90% of the single cells stay below (${plan.cells} in each round, after ${plan.warm} that don't count, with another n each). "x" is times the figure of stock tslab.`,
    [...machine, ...left].map((line) => `- ${line}`).join("\n"),
    targetTable(kernelTargets(found)),
    "## Milliseconds",
    table(head, [...rows(MILLISECONDS), checks]),
    `A snapshot is made once in an installation, by the first kernel that has a moment's rest (CONTRIBUTING.md). The loop is ten times shorter for tslab, and its time scaled up. Interrupts come 300 ms after the cell; "not stopped" is within ${PATIENCE_MS / 1000} s. The tfjs import is \`@tensorflow/tfjs-node\`, which here is the shim on @tensorflow/tfjs; ipykernel and Deno have nothing to import that would compare.`,
    "## Memory of the kernel's processes, MiB",
    table(head, rows(MEMORY)),
    "The sum of the resident sets: what two processes of a kernel share, as lr-lab's do, counts twice.",
  ].join("\n\n")}\n`;
}

/** What was asked for, beside what was found. */
export function kernelTargets(found: readonly Measured[]): Target[] {
  const of = (kernel: string, measure: string): number | null => {
    const samples = found.find(({ name }) => name === kernel)?.samples[measure];
    return samples === undefined ? null : middle(samples);
  };
  const [start, stock] = [of(OURS, "start"), of(STOCK, "start")];
  const checked = found.find(({ name }) => name === OURS)?.checksTypes === true;
  return [
    {
      what: "start to the first result, of stock tslab's time",
      wanted: { atMost: 0.5 },
      found: start === null || stock === null ? null : start / stock,
    },
    {
      what: "a trivial cell, type-checked",
      wanted: { atMost: 10 },
      found: checked ? of(OURS, "declare") : null,
      unit: "ms",
    },
    { what: "a cell after importing tfjs", wanted: { atMost: 25 }, found: of(OURS, "tfjs sum"), unit: "ms" },
  ];
}

function entry(one: Measured, { measure, cells }: Row, found: readonly Measured[]): string {
  const missed = missedInterrupts(one.interrupts[measure.replace("interrupt: ", "")]);
  const samples = one.samples[measure];
  if (samples === undefined) return missed || "-";
  const medians = perRound(samples);
  const stock = found.find(({ name }) => name === STOCK)?.samples[measure];
  const value = middle(samples);
  const parts = [
    missed,
    `${digits(value)} (${digits(Math.min(...medians))} to ${digits(Math.max(...medians))})`,
    cells ? `90% ${digits(quantile(samples.flat(), 0.9))}` : "",
    stock === undefined || one.name === STOCK ? "" : `${digits(value / middle(stock))}x`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function missedInterrupts(count: Measured["interrupts"][string] | undefined): string {
  if (count === undefined) return "";
  const parts = [
    count.wentOn > 0 ? `not stopped, ${count.wentOn} of ${count.of}` : "",
    count.killed > 0 ? `the kernel ended, ${count.killed} of ${count.of}` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

const perRound = (samples: Samples): number[] => samples.filter(({ length }) => length > 0).map(median);
const middle = (samples: Samples): number => median(perRound(samples));

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
}
