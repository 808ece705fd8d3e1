import { dirname, resolve } from "node:path";
import { createCellCompiler } from "../cells";
import { readNotebook } from "../notebook-file";
import { injectParameters, type ParameterValue } from "../parameters";
import { checkCells, type NotebookDiagnostic } from "./check-cells";

/** The package that has the kernel, whose library a notebook in any folder may import. */
const OWN_PACKAGE = resolve(__dirname, "..", "..", "..");

/**
 * Type-checks all cells of a notebook in order, without a kernel, as the kernel would before it runs each.
 *
 * @param parameters values to check it with, as {@link runNotebook} takes them
 * @returns the complaints in order; none for a notebook that type-checks
 * @throws InputError for an unreadable notebook, or parameters that it does not have
 * @example checkNotebook("notebooks/01-baseline.ipynb").length === 0
 */
export function checkNotebook(
  file: string,
  parameters: ReadonlyMap<string, ParameterValue> = new Map(),
): NotebookDiagnostic[] {
  const notebook = injectParameters(readNotebook(file), parameters, file);
  const compiler = createCellCompiler({ folder: dirname(resolve(file)), fallbackPackage: OWN_PACKAGE });
  try {
    return checkCells(notebook, compiler);
  } finally {
    compiler.close();
  }
}
