import { collectFindings, isFinding, type Finding } from "../findings";
import type { CodeCell, Notebook } from "../nbformat";
import { failed } from "./cells";

/** What a notebook says of itself and what came of running it. */
export interface NotebookSummary {
  /** Its first heading. */
  readonly title?: string;
  /** The paragraph that begins "You will learn", or else the first one; Markdown. */
  readonly learn?: string;
  /** Whether any of its cells was run. */
  readonly executed: boolean;
  /** Seconds that its run took, where the file says so. */
  readonly seconds?: number;
  readonly findings: readonly Finding[];
  /** The first error of a cell that was not meant to fail; cells count from 1. */
  readonly failure?: { readonly cell: number; readonly name: string; readonly message: string };
}

/**
 * Reads an executed notebook as far as an index needs it.
 *
 * @example notebookSummary(readNotebook("reports/01-baseline.ipynb")).title
 */
export function notebookSummary(notebook: Notebook): NotebookSummary {
  const learn = learnOf(notebook);
  const title = titleOf(notebook);
  const seconds = secondsOf(notebook.metadata);
  const failure = failureOf(notebook);
  return {
    ...(title === undefined ? {} : { title }),
    ...(learn === undefined ? {} : { learn }),
    executed: wasExecuted(notebook),
    ...(seconds === undefined ? {} : { seconds }),
    findings: collectFindings(notebook).filter(isFinding),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Whether any code cell was run. */
export function wasExecuted({ cells }: Notebook): boolean {
  return cells.some(
    (cell) => cell.cell_type === "code" && (cell.execution_count !== null || cell.outputs.length > 0),
  );
}

/** The first error of a cell that was not meant to fail. */
export function failureOf({ cells }: Notebook): NotebookSummary["failure"] {
  const at = cells.findIndex(failed);
  const error = (cells[at] as CodeCell | undefined)?.outputs.find((output) => output.output_type === "error");
  if (error?.output_type !== "error") return undefined;
  return { cell: at + 1, name: error.ename, message: error.evalue };
}

function titleOf({ cells }: Notebook): string | undefined {
  for (const { cell_type, source } of cells) {
    const heading = cell_type === "markdown" ? /^#\s+(\S.*)$/m.exec(source) : null;
    if (heading) return heading[1].trim();
  }
  return undefined;
}

/** How far into a notebook its introduction may reach, in cells. */
const INTRODUCTION = 5;
/** A card shows no more characters of it. */
const LONGEST = 500;

function learnOf({ cells }: Notebook): string | undefined {
  const paragraphs = cells
    .slice(0, INTRODUCTION)
    .flatMap(({ cell_type, source }) => (cell_type === "markdown" ? source.split(/\n\s*\n/) : []))
    .map((text) => text.trim())
    .filter((text) => text !== "" && !/^(#|[-*+] |>|\||```|\$\$|\d+\. )/.test(text));
  const found = paragraphs.find((text) => /^\W{0,3}you will learn\b/i.test(text)) ?? paragraphs[0];
  const line = found?.replace(/\s*\n\s*/g, " ");
  return line !== undefined && line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** What lr-lab or papermill wrote into the notebook's metadata. */
function secondsOf(metadata: Notebook["metadata"]): number | undefined {
  const { "lr-lab": own, papermill } = metadata as Record<string, Record<string, unknown> | undefined>;
  return [own?.seconds, papermill?.duration].find(
    (value): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0,
  );
}
