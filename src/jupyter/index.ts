export type { Cell, CodeCell, MarkdownCell, MimeBundle, Notebook, Output } from "./nbformat";
export { formatNotebook, parseNotebook, readNotebook, writeNotebook } from "./notebook-file";
export {
  assignParameters,
  declaredParameters,
  injectParameters,
  type Parameter,
  type ParameterValue,
} from "./parameters";
export { runNotebook, type NotebookRun, type RunNotebookOptions } from "./runner";
export type { CellFailure, ExecutionOptions, RunProgress } from "./execution";
export { FINDING_MIME, collectFindings, isFinding, type Finding } from "./findings";
export { findKernelSpec, jupyterDataFolders, ownKernelSpec, type KernelSpec } from "./kernel-spec";
export type { PageLink, PageLinks } from "./html/document";
export { exportIndex, type IndexEntry } from "./html/index-page";
export { exportHtml, pageLinks, type PageOptions } from "./html/notebook-page";
export { notebookSummary, type NotebookSummary } from "./html/notebook-summary";
export { exportWriteUp } from "./html/write-up";
export { writeText } from "./write-text";
