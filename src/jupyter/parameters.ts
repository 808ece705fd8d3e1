import { InputError } from "../errors";
import { literalDeclarations } from "./literal-declarations";
import type { CodeCell, Notebook } from "./nbformat";
import { listing } from "./parameters/listing";
import type { Parameter, ParameterValue } from "./parameters/types";
import { fits, wanted } from "./parameters/values";
import { isTagged } from "./tags";

export { assignParameters } from "./parameters/assign";
export { readParameterFile, type ParameterFile } from "./parameters/file";
export { typeWords } from "./parameters/listing";
export type { Parameter, ParameterValue } from "./parameters/types";

/**
 * The parameters of a notebook, in order. Declarations whose value is computed are no parameters.
 *
 * @throws InputError when several cells are tagged `parameters`.
 * @see https://papermill.readthedocs.io/en/latest/usage-parameterize.html for the tags
 */
export function declaredParameters(notebook: Notebook, path: string): Parameter[] {
  const cells = notebook.cells.filter((cell) => isTagged(cell, "parameters"));
  if (cells.length > 1)
    throw new InputError(`${path}: ${cells.length} cells are tagged "parameters", not one`);
  return cells.length === 0 ? [] : literalDeclarations(cells[0].source);
}

/**
 * A copy of the notebook with a cell tagged `injected-parameters` right after the `parameters` cell. One left by
 * an earlier run is replaced.
 *
 * @throws InputError for a name that the notebook does not declare or a value that does not fit.
 */
export function injectParameters(
  notebook: Notebook,
  values: ReadonlyMap<string, ParameterValue>,
  path: string,
): Notebook {
  const cells = notebook.cells.filter((cell) => !isTagged(cell, "injected-parameters"));
  if (values.size === 0) return { ...notebook, cells };
  const parameters = declaredParameters(notebook, path);
  const lines = [...values].map(([name, value]) => {
    const parameter = parameters.find((p) => p.name === name);
    if (!parameter)
      throw new InputError(`${path}: no parameter ${name}.\n${listing([{ path, parameters }])}`);
    if (!fits(value, parameter)) {
      throw new InputError(
        `${path}: parameter ${name} wants ${wanted(parameter)}, not ${JSON.stringify(value)}`,
      );
    }
    const annotation = parameter.annotation === undefined ? "" : `: ${parameter.annotation}`;
    return `const ${name}${annotation} = ${JSON.stringify(value)};`;
  });
  let id = "injected-parameters";
  while (cells.some((cell) => cell.id === id)) id += "-1";
  const injected: CodeCell = {
    cell_type: "code",
    id,
    metadata: { tags: ["injected-parameters"] },
    source: lines.join("\n"),
    execution_count: null,
    outputs: [],
  };
  const at = cells.findIndex((cell) => isTagged(cell, "parameters")) + 1;
  return { ...notebook, cells: [...cells.slice(0, at), injected, ...cells.slice(at)] };
}
