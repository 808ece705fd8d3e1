import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { InputError, LrLabError } from "../errors";
import { exportHtml, pageLinks, runNotebook, writeText, type PageLinks } from "../jupyter";
import type { RunBoard } from "./run-board";
import type { Job } from "./run-plan";
import { failureText, type Report } from "./run-report";

/** How the notebooks are run. */
export interface JobOptions {
  out: string;
  /** How many at once. */
  jobs: number;
  timeout?: number;
  kernel?: string;
  failFast?: boolean;
}

/** A kernel takes some 300 MB, and its notebook trains on threads of its own. */
const MOST_JOBS = 8;

/** Half the cores, as many notebooks as there are, and 8 at most. */
export function defaultJobs(notebooks: number, cores = availableParallelism()): number {
  return Math.max(1, Math.min(notebooks, Math.floor(cores / 2), MOST_JOBS));
}

/** The value of `--jobs`. */
export function parseJobs(text: string): number {
  const jobs = Number(text);
  if (/^\d+$/.test(text) && jobs >= 1 && jobs <= 64) return jobs;
  throw new InputError(`--jobs ${text}: write a whole number from 1 to 64`);
}

/**
 * Runs notebooks side by side, each in a kernel of its own.
 *
 * @param signal stops those that run, and begins no more; so does a failure where `failFast` asks for it
 * @returns the reports of those that were begun, in the order given
 */
export async function runJobs(
  jobs: readonly Job[],
  options: JobOptions,
  board: RunBoard,
  signal: AbortSignal,
): Promise<Report[]> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // each notebook that runs listens
  const abort = (): void => stop.abort();
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  const reports: Report[] = [];
  const links = pageLinks(jobs.map(pageOf), { title: "Reports", href: "index.html" });
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < jobs.length && !stop.signal.aborted) {
      const index = next++;
      reports[index] = await runJob(jobs[index], links[index], options, board, stop.signal);
      if (!reports[index].ok && options.failFast) abort();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(options.jobs, jobs.length) }, work));
  } finally {
    signal.removeEventListener("abort", abort);
  }
  return reports.filter((report) => report !== undefined);
}

/** Where a notebook's page will be. */
function pageOf({ name, title }: Job): { title: string; href: string } {
  return { title, href: encodeURIComponent(`${name}.html`) };
}

async function runJob(
  job: Job,
  links: PageLinks,
  options: JobOptions,
  board: RunBoard,
  signal: AbortSignal,
): Promise<Report> {
  const { path, name, title, parameters } = job;
  const report: Report = {
    ...{ notebook: path, title, ok: false, seconds: 0, executed: null, page: null },
    ...{ failure: null, findings: [], checks: [] },
  };
  const remarks: string[] = [];
  board.start(name);
  try {
    const executed = join(options.out, `${name}.ipynb`);
    const result = await runNotebook(path, {
      parameters,
      timeoutSeconds: options.timeout,
      kernel: options.kernel,
      onProgress: (step) => board.update(name, step),
      saveTo: executed,
      signal,
    });
    const { seconds, findings, checks, failure = null } = result;
    Object.assign(report, { seconds: Math.round(seconds * 10) / 10, findings, checks, failure, executed });
    const page = join(options.out, `${name}.html`);
    writeText(page, exportHtml(result.notebook, { title, source: basename(path), ...links }));
    report.page = page;
    report.ok = result.ok;
  } catch (error) {
    const { name, message, stack } = error as Error;
    if (!(error instanceof LrLabError)) remarks.push(String(stack ?? error));
    report.failure ??= signal.aborted
      ? { name: "Interrupted", message: "the run was stopped before its first cell" }
      : { name, message };
  }
  if (report.failure) remarks.push(`lr-lab: ${failureText(path, report.failure)}`);
  board.end(name, report.ok ? "done" : signal.aborted ? "stopped" : "failed", remarks);
  return report;
}
