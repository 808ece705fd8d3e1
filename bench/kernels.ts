/**
 * Measures the project's kernel beside stock tslab, ipykernel and Deno's. Writes bench/KERNELS.md.
 *
 *   npm run bench:kernels -- [--python PYTHON] [--deno DENO] [--rounds 7] [--cells 100] [--quick]
 *
 * PYTHON is an interpreter with ipykernel, DENO the program deno; what is not named is left out. --quick checks that
 * everything works; its figures are printed and not written.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { kernelTargets, reportKernels } from "./kernels/report";
import { measureAll, type Plan } from "./kernels/measure";
import { peersOf } from "./kernels/peers";
import { machine } from "./lib/machine";
import { targetTable } from "./lib/markdown";
import { ROOT, SOURCES } from "./lib/paths";
import { writeWhole } from "./lib/write";

const { values: options } = parseArgs({
  options: {
    python: { type: "string" },
    deno: { type: "string" },
    rounds: { type: "string", default: "7" },
    cells: { type: "string", default: "100" },
    quick: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const plan: Plan = options.quick
    ? { rounds: 1, cells: 5, warm: 2 }
    : { rounds: Number(options.rounds), cells: Number(options.cells), warm: 10 };
  if (!(plan.rounds >= 1) || !(plan.cells >= 1)) throw new Error("--rounds and --cells must be 1 or more");
  const versions = [
    `tslab ${version("tslab")} with TypeScript ${version("@tslab/typescript-for-tslab")}`,
    options.python === undefined
      ? "no Python named: ipykernel left out"
      : `ipykernel ${said(options.python, ["-c", "import ipykernel; print(ipykernel.__version__)"])}`,
    options.deno === undefined
      ? "no Deno named: left out"
      : said(options.deno, ["--version"]).replace(/ \(.*/s, ""),
  ];
  const say = (what: string): void => console.error(what);
  const found = await measureAll(peersOf(options.python, options.deno), plan, join(ROOT, "notebooks"), say);
  const text = reportKernels(found, plan, machine(null).slice(0, 2), versions);
  if (!options.quick) writeWhole(join(SOURCES, "KERNELS.md"), await format(text, { parser: "markdown" }));
  console.log(options.quick ? text : targetTable(kernelTargets(found)));
}

const said = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8" }).trim();

function version(name: string): string {
  const file = join(ROOT, "node_modules", name, "package.json");
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(file) as { version: string }).version;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
