import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors";
import { decodeModel, MODEL_JSON, MODEL_WEIGHTS, type ServedModel } from "../training";

/**
 * Reads the model in a folder: one with `model.json` and `weights.bin`, or what `lr-lab export` wrote, which has it
 * in `model/`.
 *
 * @throws InputError that says which file is missing, damaged or of another version
 */
export function readModel(folder: string): ServedModel {
  const inside = join(folder, "model");
  const where =
    existsSync(join(inside, MODEL_JSON)) && !existsSync(join(folder, MODEL_JSON)) ? inside : folder;
  return decodeModel(
    { [MODEL_JSON]: read(where, MODEL_JSON), [MODEL_WEIGHTS]: read(where, MODEL_WEIGHTS) },
    where,
  );
}

function read(folder: string, name: string): Uint8Array {
  const path = join(folder, name);
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === "ENOENT" || code === "ENOTDIR";
    throw new InputError(
      missing ? `${path}: no such file; name a folder that lr-lab export wrote` : `${path}: ${message}`,
    );
  }
}
