import { basename, relative } from "node:path";
import {
  isFinding,
  notebookSummary,
  readNotebook,
  type CellFailure,
  type CheckResult,
  type IndexEntry,
} from "../jupyter";
import { exercisesText } from "./exercises";
import { findingsTable, type FindingRow } from "./findings-table";
import { printable } from "./progress";

/** What came of one notebook, as `--json` prints it. */
export interface Report {
  notebook: string;
  title: string;
  ok: boolean;
  seconds: number;
  /** The executed notebook and its page; null when the run never began. */
  executed: string | null;
  page: string | null;
  failure: CellFailure | { name: string; message: string } | null;
  findings: unknown[];
  /** What the checks of its exercises found. */
  checks: CheckResult[];
}

/** A failure in words: where, what, and what a cell that was stopped was doing. */
export function failureText(path: string, failure: NonNullable<Report["failure"]>): string {
  const where = "cell" in failure ? `${path} cell ${failure.cell} (${failure.cellId})` : path;
  // Only the text is from the notebook; its line breaks are kept, its control characters are not.
  const message = failure.message.split("\n").map(printable).join("\n");
  const name = "cell" in failure ? `${printable(failure.name)}: ` : "";
  return [`${printable(where)}: ${name}${message}`, ...activityLines(failure)].join("\n");
}

function activityLines(failure: NonNullable<Report["failure"]>): string[] {
  const doing = "doing" in failure ? failure.doing : undefined;
  if (!doing) return [];
  const { heading, code, lastOutput = "" } = doing;
  return [
    ["section", heading],
    ["code", code],
    ["last output", lastOutput],
  ]
    .filter(([, text]) => text !== "")
    .map(([label, text]) => `  ${label.padEnd(13)}${printable(text)}`);
}

/** What the index page says of a notebook that has a page. */
export function indexEntry(report: Report): IndexEntry {
  const { title, page, findings, failure, executed, seconds } = report;
  const href = encodeURIComponent(basename(page ?? ""));
  const { learn, stopped } = executed === null ? {} : notebookSummary(readNotebook(executed));
  return {
    ...{ title, href, findings, learn, stopped, seconds },
    ...(failure ? { failure: `${failure.name}: ${failure.message}` } : {}),
  };
}

/** The table of findings and failures that ends a run, and how the exercises stand. */
export function summary(reports: readonly Report[], index: string, width: number): string {
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
  const parts = [findingsTable(rows, width), exercisesText(reports, width)];
  return [...parts.filter((part) => part !== ""), `Open ${relative("", index)} in a browser.`].join("\n\n");
}
