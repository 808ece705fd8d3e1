export type { Cell, CodeCell, MarkdownCell, MimeBundle, Notebook, Output } from "./nbformat";
export { formatNotebook, parseNotebook, readNotebook, writeNotebook } from "./notebook-file";
export {
  assignParameters,
  declaredParameters,
  injectParameters,
  readParameterFile,
  typeWords,
  type Parameter,
  type ParameterFile,
  type ParameterValue,
} from "./parameters";
export { runNotebook, type NotebookRun, type RunNotebookOptions } from "./runner";
export type { CellActivity, CellFailure, ExecutionOptions, RunProgress } from "./execution";
export type { CheckResult } from "../notebook";
export { FINDING_MIME, collectFindings, isFinding, type Finding } from "./findings";
export { findKernelSpec, ownKernelSpec, stockKernelSpec, type KernelSpec } from "./kernel-spec";
export { environmentPrefixes, jupyterDataFolders, prefixDataFolder, userDataFolder } from "./data-folders";
export { listKernels, type InstalledKernel } from "./installed-kernels";
export {
  installKernel,
  uninstallKernel,
  type KernelInstallation,
  type KernelRemoval,
} from "./kernel-install";
export { startToMakeSnapshot } from "./kernel/snapshot/start";
export type { PageLink, PageLinks } from "./html/document";
export { exportIndex, type IndexEntry } from "./html/index-page";
export { exportHtml, pageLinks, type PageOptions } from "./html/notebook-page";
export { notebookSummary, notebookTitle, type NotebookSummary } from "./html/notebook-summary";
export { exportWriteUp } from "./html/write-up";
export { writeText } from "./write-text";
export { compareNotebooks } from "./compare/compare";
export type { Difference } from "./compare/difference";
export { provenanceOf, type Provenance, type RunState } from "./provenance/provenance";
export { checkNotebook } from "./check/check-notebook";
export type { NotebookDiagnostic } from "./check/check-cells";
export {
  COPIES,
  exercisesOf,
  markOf,
  proofCopy,
  proofsOf,
  readyCopy,
  refuseWorkedIn,
  workshopCopy,
  writeCopies,
  type Copy,
  type ExerciseProof,
  type ReadyCopy,
} from "./workshop";
