import { basename } from "node:path";
import { InputError } from "../../errors";
import type { ParameterFile } from "./file";
import { listing } from "./listing";
import type { Parameter, Parametrised, ParameterValue } from "./types";
import { fits, parseValue, resolveFile, wanted } from "./values";

/**
 * Types the texts given on the command line against what the notebooks declare. Each notebook takes the names
 * that it knows; a name must be known to one at least. Arrays are written `1,2,3` or as JSON.
 *
 * A string that is a file is resolved against `folder` and passed on absolute: when the parameter's default
 * looks like a path, or when the given value looks like one and that file exists.
 *
 * @param given text by name
 * @param file values that hold where `given` has none; paths in it are resolved against the file's own folder
 * @returns for each notebook its values by name
 * @throws InputError for an unknown name or a value that does not fit; it lists the parameters there are.
 */
export function assignParameters(
  given: ReadonlyMap<string, string>,
  notebooks: readonly Parametrised[],
  folder: string,
  file?: ParameterFile,
): Map<string, ParameterValue>[] {
  const known = new Set(notebooks.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
  const refuseUnknown = (names: Iterable<string>, words: (name: string) => string): void => {
    for (const name of names) {
      if (!known.has(name)) {
        throw new InputError(`${words(name)}: no such parameter.\n${listing(notebooks)}`);
      }
    }
  };
  refuseUnknown(given.keys(), (name) => `-p ${name}`);
  refuseUnknown(file?.values.keys() ?? [], (name) => `-f ${file?.path}: ${JSON.stringify(name)}`);

  const refusal = (words: string, path: string, parameter: Parameter): InputError =>
    new InputError(
      `${words}: ${basename(path)} wants ${wanted(parameter)}, such as ` +
        `${JSON.stringify(parameter.default)}.\n${listing(notebooks)}`,
    );
  return notebooks.map(({ path, parameters }) => {
    const values = new Map<string, ParameterValue>();
    for (const parameter of parameters) {
      const { name } = parameter;
      const text = given.get(name);
      const value = text === undefined ? file?.values.get(name) : parseValue(text, parameter);
      if (text === undefined && !file?.values.has(name)) continue;
      if (!fits(value, parameter)) {
        const words =
          text === undefined
            ? `-f ${file?.path}: ${JSON.stringify(name)}: ${short(value)}`
            : `-p ${name}=${text}`;
        throw refusal(words, path, parameter);
      }
      const base = text === undefined ? (file?.folder ?? folder) : folder;
      values.set(name, resolveFile(value, parameter.default, base));
    }
    return values;
  });
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
