import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { InputError } from "../errors";
import { exportIndex, findKernelSpec, readParameterFile, writeText } from "../jupyter";
import { RunBoard } from "./run-board";
import { checkJobs } from "./run-check";
import { RunHelp } from "./run-help";
import { defaultJobs, parseJobs, runJobs } from "./run-jobs";
import { checkOut, collectParameter, parseTimeout, planJobs, readNotebooks } from "./run-plan";
import { indexEntry, summary } from "./run-report";
import { onInterrupt } from "./interrupt";

interface RunOptions {
  parameter?: Map<string, string>;
  parametersFile?: string;
  out: string;
  jobs?: number;
  timeout?: number;
  failFast?: boolean;
  kernel?: string;
  check?: boolean;
  json?: boolean;
}

/** `lr-lab run`: notebooks through a real kernel, to executed notebooks and pages that open offline. */
export function runCommand(): Command {
  const command = new Command("run")
    .description(
      "Run notebooks from top to bottom; write the executed notebooks and self-contained HTML pages. " +
        "With --help, a notebook lists its parameters.",
    )
    .argument("<notebooks...>", "notebooks, or folders of notebooks")
    .option("-p, --parameter <name=value>", "set a parameter of the notebooks (repeatable)", collectParameter)
    .option("-f, --parameters-file <file>", "set parameters from a JSON object by name; -p wins")
    .option("--out <dir>", "folder for the results", "reports")
    .option("--jobs <n>", "notebooks at once (default: half the cores, 8 at most)", parseJobs)
    .option("--timeout <seconds>", "limit for each cell (default: none)", parseTimeout)
    .option("--fail-fast", "stop the other notebooks at the first failure")
    .option("--kernel <name>", "an installed Jupyter kernel instead of the project's own")
    .option("--check", "type-check all cells and run none")
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((paths: string[], options: RunOptions) => run(paths, options));
  command.createHelp = () => Object.assign(new RunHelp(), command.configureHelp());
  return command;
}

async function run(paths: readonly string[], options: RunOptions): Promise<void> {
  const notebooks = readNotebooks(paths);
  const file = options.parametersFile === undefined ? undefined : readParameterFile(options.parametersFile);
  const jobs = planJobs(notebooks, options.parameter ?? new Map<string, string>(), file);
  if (options.check) {
    if (!checkJobs(jobs, options.json)) process.exitCode = 1;
    return;
  }
  checkOut(notebooks, options.out);
  if (options.kernel !== undefined) findKernelSpec(options.kernel);
  makeFolder(options.out);

  const interrupt = onInterrupt(() => {});
  const board = new RunBoard(process.stderr, jobs.length);
  const atOnce = options.jobs ?? defaultJobs(jobs.length);
  const reports = await runJobs(jobs, { ...options, jobs: atOnce }, board, interrupt.signal).finally(() =>
    interrupt.release(),
  );

  const index = join(options.out, "index.html");
  writeText(index, exportIndex(reports.filter((r) => r.page !== null).map(indexEntry), { title: "Reports" }));
  const ok = reports.every((report) => report.ok) && interrupt.exitCode() === undefined;
  if (options.json) console.log(JSON.stringify({ ok, index, notebooks: reports }, null, 2));
  else console.log(`\n${summary(reports, index, process.stdout.columns ?? 80)}`);
  if (!ok) process.exitCode = interrupt.exitCode() ?? 1;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new InputError(`--out ${path}: cannot be made (${(error as Error).message})`);
  }
}
