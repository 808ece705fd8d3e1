import { collectFindings, isFinding, type Finding } from "../findings";
import type { CodeCell, Notebook } from "../nbformat";
import { PROVENANCE_KEY } from "../provenance/provenance";
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
  /** The first error of a cell that was not meant to fail. */
  readonly failure?: {
    /** From 1, among the code cells, as `lr-lab run` and the kernel count. */
    readonly cell: number;
    /** From 1, among all cells: its address on the page is `cell-PLACE`. */
    readonly place: number;
    readonly name: string;
    readonly message: string;
  };
  /** How many of its code cells had passed when its run was stopped. */
  readonly stopped?: { readonly done: number; readonly cells: number };
}

/**
 * Reads an executed notebook as far as an index needs it.
 *
 * @example notebookSummary(readNotebook("reports/01-baseline.ipynb")).title
 */
export function notebookSummary(notebook: Notebook): NotebookSummary {
  const learn = learnOf(notebook);
  const title = notebookTitle(notebook);
  const seconds = secondsOf(notebook.metadata);
  const failure = failureOf(notebook);
  const stopped = stoppedOf(notebook);
  return {
    ...(title === undefined ? {} : { title }),
    ...(learn === undefined ? {} : { learn }),
    executed: wasExecuted(notebook),
    ...(seconds === undefined ? {} : { seconds }),
    findings: collectFindings(notebook).filter(isFinding),
    ...(failure === undefined ? {} : { failure }),
    ...(stopped === undefined ? {} : { stopped }),
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
  const cell = cells.slice(0, at + 1).filter(({ cell_type }) => cell_type === "code").length;
  return { cell, place: at + 1, name: error.ename, message: error.evalue };
}

/** How far a run came that did not come to its end, by what `lr-lab run` wrote into the notebook's metadata. */
export function stoppedOf({ metadata }: Notebook): NotebookSummary["stopped"] {
  const { run } = (metadata[PROVENANCE_KEY] ?? {}) as {
    run?: { state?: unknown; done?: unknown; cells?: unknown };
  };
  if (run?.state !== "running" && run?.state !== "stopped") return undefined;
  return { done: Number(run.done), cells: Number(run.cells) };
}

/** A notebook's title: its first heading of the first level. */
export function notebookTitle({ cells }: Notebook): string | undefined {
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

/** What papermill wrote into the notebook's metadata; lr-lab writes no clock into a notebook. */
function secondsOf(metadata: Notebook["metadata"]): number | undefined {
  const { duration } = (metadata.papermill ?? {}) as { duration?: unknown };
  return typeof duration === "number" && Number.isFinite(duration) && duration >= 0 ? duration : undefined;
}
