import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "../../errors";

/** Parameters from a file: a JSON object by name. */
export interface ParameterFile {
  path: string;
  /** What texts that name files are resolved against. */
  folder: string;
  values: ReadonlyMap<string, unknown>;
}

/**
 * Reads a JSON object with a value for each parameter's name.
 *
 * @throws InputError when there is no such file or it is no JSON object.
 * @example readParameterFile("params.json") // {"seeds": 5, "rates": [0.1, 0.3]}
 */
export function readParameterFile(path: string): ParameterFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new InputError(`-f ${path}: no such file`);
    throw new InputError(`-f ${path}: not a file of JSON (${(error as Error).message})`);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new InputError(`-f ${path}: not a JSON object; write {"name": value, ...}`);
  }
  return { path, folder: dirname(resolve(path)), values: new Map(Object.entries(json)) };
}
