import { mkdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { Command } from "commander";
import { InputError, LrLabError } from "../errors";
import {
  exportHtml,
  exportIndex,
  findKernelSpec,
  isFinding,
  runNotebook,
  writeNotebook,
  writeText,
  type CellFailure,
  type NotebookRun,
} from "../jupyter";
import { findingsTable, type FindingRow } from "./findings-table";
import { printable, ProgressLine } from "./progress";
import { collectParameter, parseTimeout, planJobs, type Job } from "./run-plan";

interface RunOptions {
  parameter?: Map<string, string>;
  out: string;
  timeout?: number;
  kernel?: string;
  json?: boolean;
}

/** What came of one notebook, as `--json` prints it. */
interface Report {
  notebook: string;
  title: string;
  ok: boolean;
  seconds: number;
  /** The executed notebook and its page; null when the run never began. */
  executed: string | null;
  page: string | null;
  failure: CellFailure | { name: string; message: string } | null;
  findings: unknown[];
}

/** `lr-lab run`: notebooks through a real kernel, to executed notebooks and pages that open offline. */
export function runCommand(): Command {
  return new Command("run")
    .description(
      "Run notebooks from top to bottom; write the executed notebooks and self-contained HTML pages.",
    )
    .argument("<notebooks...>", "notebooks, or folders of notebooks")
    .option("-p, --parameter <name=value>", "set a parameter of the notebooks (repeatable)", collectParameter)
    .option("--out <dir>", "folder for the results", "reports")
    .option("--timeout <seconds>", "limit for each cell (default: none)", parseTimeout)
    .option("--kernel <name>", "an installed Jupyter kernel instead of the project's own")
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((paths: string[], options: RunOptions) => run(paths, options));
}

async function run(paths: readonly string[], options: RunOptions): Promise<void> {
  const jobs = planJobs(paths, options.parameter ?? new Map<string, string>(), options.out);
  if (options.kernel !== undefined) findKernelSpec(options.kernel);
  makeFolder(options.out);

  const interrupted = new AbortController();
  let exitCode: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    const code = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal as string] ?? 1;
    if (exitCode !== undefined) process.exit(code); // the second time: at once
    exitCode = code;
    interrupted.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, stop);
  const reports: Report[] = [];
  try {
    for (const job of jobs) {
      reports.push(await runJob(job, options, interrupted.signal));
      if (interrupted.signal.aborted) break;
    }
  } finally {
    for (const signal of signals) process.removeListener(signal, stop);
  }

  const index = join(options.out, "index.html");
  writeText(index, exportIndex(reports.filter((r) => r.page !== null).map(indexEntry), { title: "Reports" }));
  const ok = reports.every((report) => report.ok) && exitCode === undefined;
  if (options.json) console.log(JSON.stringify({ ok, index, notebooks: reports }, null, 2));
  else console.log(`\n${summary(reports, index)}`);
  if (!ok) process.exitCode = exitCode ?? 1;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new InputError(`--out ${path}: cannot be made (${(error as Error).message})`);
  }
}

async function runJob(job: Job, options: RunOptions, signal: AbortSignal): Promise<Report> {
  const progress = new ProgressLine(process.stderr);
  progress.start(job.name);
  const report: Report = {
    notebook: job.path,
    title: job.title,
    ok: false,
    seconds: 0,
    executed: null,
    page: null,
    failure: null,
    findings: [],
  };
  try {
    const result = await runNotebook(job.path, {
      parameters: job.parameters,
      timeoutSeconds: options.timeout,
      kernel: options.kernel,
      onProgress: (step) => progress.update(step),
      signal,
    });
    const { seconds, findings, failure = null } = result;
    Object.assign(report, { seconds: Math.round(seconds * 10) / 10, findings, failure });
    save(report, result, job, options.out);
    report.ok = result.ok;
  } catch (error) {
    const { name, message } = error as Error;
    report.failure ??= { name, message };
    if (!(error instanceof LrLabError)) console.error(error);
  }
  progress.end(report.ok ? "done" : signal.aborted ? "stopped" : "failed");
  if (report.failure) console.error(`lr-lab: ${failureText(job.path, report.failure)}`);
  return report;
}

function save(report: Report, result: NotebookRun, job: Job, out: string): void {
  const executed = join(out, `${job.name}.ipynb`);
  writeNotebook(executed, result.notebook);
  report.executed = executed;
  const page = join(out, `${job.name}.html`);
  writeText(page, exportHtml(result.notebook, { title: job.title, source: basename(job.path) }));
  report.page = page;
}

function failureText(path: string, failure: NonNullable<Report["failure"]>): string {
  const where = "cell" in failure ? `${path} cell ${failure.cell} (${failure.cellId})` : path;
  // Only the text is from the notebook; its line breaks are kept, its control characters are not.
  const message = failure.message.split("\n").map(printable).join("\n");
  const name = "cell" in failure ? `${printable(failure.name)}: ` : "";
  return `${printable(where)}: ${name}${message}`;
}

function indexEntry(report: Report): {
  title: string;
  href: string;
  findings: unknown[];
  failure?: string;
} {
  const { title, page, findings, failure } = report;
  const href = encodeURIComponent(basename(page ?? ""));
  return { title, href, findings, ...(failure ? { failure: `${failure.name}: ${failure.message}` } : {}) };
}

function summary(reports: readonly Report[], index: string): string {
  const rows = reports.flatMap((report): FindingRow[] => {
    const recipe = basename(report.notebook, ".ipynb");
    const page = report.page === null ? "-" : relative("", report.page);
    const found = report.findings.filter(isFinding).map((finding) => ({
      recipe,
      chosen: finding.verdict === undefined ? finding.chosen : `${finding.chosen} (${finding.verdict})`,
      evidence: `${finding.title}: ${finding.evidence}`,
      page,
    }));
    if (report.failure) {
      const firstLine = report.failure.message.split("\n")[0];
      found.push({ recipe, chosen: "failed", evidence: `${report.failure.name}: ${firstLine}`, page });
    } else if (found.length === 0)
      found.push({ recipe, chosen: "-", evidence: "no finding displayed", page });
    return found;
  });
  return `${findingsTable(rows, process.stdout.columns ?? 80)}\n\nOpen ${relative("", index)} in a browser.`;
}
