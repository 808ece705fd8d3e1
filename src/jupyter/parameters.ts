import { statSync } from "node:fs";
import { basename, isAbsolute, resolve } from "node:path";
import { InputError } from "../errors";
import { literalDeclarations } from "./literal-declarations";
import type { CodeCell, Notebook } from "./nbformat";

/** A value that a notebook's parameter can take. */
export type ParameterValue = number | string | boolean | number[] | string[];

/** A parameter of a notebook: a `const name = literal;` of its cell tagged `parameters`. */
export interface Parameter {
  name: string;
  type: "number" | "string" | "boolean" | "number[]" | "string[]";
  default: ParameterValue;
  /** The type written in the declaration, if one is. */
  annotation?: string;
}

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
 * Types the texts given on the command line against what the notebooks declare. Each notebook takes the names
 * that it knows; a name must be known to one at least. Arrays are written `1,2,3` or as JSON.
 *
 * A string that is a file is resolved against `folder` and passed on absolute: when the parameter's default
 * looks like a path, or when the given value looks like one and that file exists.
 *
 * @param given text by name
 * @returns for each notebook its values by name
 * @throws InputError for an unknown name or a text of the wrong type; it lists the parameters there are.
 */
export function assignParameters(
  given: ReadonlyMap<string, string>,
  notebooks: readonly { path: string; parameters: readonly Parameter[] }[],
  folder: string,
): Map<string, ParameterValue>[] {
  for (const name of given.keys()) {
    if (!notebooks.some(({ parameters }) => parameters.some((p) => p.name === name))) {
      throw new InputError(`-p ${name}: no such parameter.\n${listing(notebooks)}`);
    }
  }
  return notebooks.map(({ path, parameters }) => {
    const values = new Map<string, ParameterValue>();
    for (const parameter of parameters) {
      const text = given.get(parameter.name);
      if (text === undefined) continue;
      const value = parseValue(text, parameter);
      if (value === undefined) {
        throw new InputError(
          `-p ${parameter.name}=${text}: ${basename(path)} wants a ${parameter.type}, ` +
            `such as ${JSON.stringify(parameter.default)}.\n${listing(notebooks)}`,
        );
      }
      const isPath = typeof value === "string" && namesFile(value, parameter.default, folder);
      values.set(parameter.name, isPath ? resolve(folder, value) : value);
    }
    return values;
  });
}

/**
 * A copy of the notebook with a cell tagged `injected-parameters` right after the `parameters` cell. One left by
 * an earlier run is replaced.
 *
 * @throws InputError for a name that the notebook does not declare or a value of another type.
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
    if (!hasType(value, parameter.type)) {
      throw new InputError(
        `${path}: parameter ${name} wants a ${parameter.type}, not ${JSON.stringify(value)}`,
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

function isTagged(cell: Notebook["cells"][number], tag: string): boolean {
  return cell.cell_type === "code" && cell.metadata.tags?.includes(tag) === true;
}

function parseValue(text: string, { type }: Parameter): ParameterValue | undefined {
  switch (type) {
    case "string":
      return text;
    case "number":
      return parseNumber(text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "number[]":
    case "string[]": {
      if (text.trim().startsWith("[")) {
        try {
          const value: unknown = JSON.parse(text);
          return hasType(value, type) ? (value as ParameterValue) : undefined;
        } catch {
          return undefined;
        }
      }
      const items = text.split(",").map((item) => item.trim());
      if (type === "string[]") return items;
      const numbers = items.map(parseNumber);
      return numbers.includes(undefined) ? undefined : (numbers as number[]);
    }
  }
}

function parseNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : undefined;
}

function hasType(value: unknown, type: Parameter["type"]): boolean {
  if (type === "number[]" || type === "string[]") {
    return Array.isArray(value) && value.every((item) => hasType(item, type.slice(0, -2) as "number"));
  }
  return typeof value === type && (type !== "number" || Number.isFinite(value));
}

function namesFile(value: string, usual: ParameterValue, folder: string): boolean {
  if (value === "" || isAbsolute(value) || /^[a-z][a-z+.-]+:\/\//i.test(value)) return false;
  if (looksLikePath(usual)) return true;
  return (usual === "" || looksLikePath(value)) && isFile(resolve(folder, value));
}

function looksLikePath(value: ParameterValue): boolean {
  return typeof value === "string" && (/[\\/]/.test(value) || /\w\.[A-Za-z]\w{0,5}$/.test(value));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function listing(notebooks: readonly { path: string; parameters: readonly Parameter[] }[]): string {
  const lines = notebooks
    .filter(({ parameters }) => parameters.length > 0)
    .flatMap(({ path, parameters }) => [
      `${basename(path)}:`,
      ...parameters.map((p) => `  ${p.name}: ${p.annotation ?? p.type} = ${JSON.stringify(p.default)}`),
    ]);
  if (lines.length > 0) return `The parameters are\n${lines.join("\n")}`;
  return 'No notebook here has parameters: declare them as `const name = literal;` in a cell tagged "parameters".';
}
