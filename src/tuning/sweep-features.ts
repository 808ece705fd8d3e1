import { InputError } from "../errors";
import { DEFAULT_FEATURES, type FeatureSpec } from "../features";
import { isObject, memberPath, shown, type JsonObject } from "./sweep-json";

const WEIGHTS = ["binary", "count", "sublinear", "tfidf"] as const;
const NORMS = ["l2", "none"] as const;

/**
 * A feature spec from the JSON of a sweep; what is left out is as in `DEFAULT_FEATURES`.
 *
 * @throws InputError that names the field by its path, such as `features.word[1]`
 */
export function readFeatures(json: unknown): FeatureSpec {
  if (json === undefined) return DEFAULT_FEATURES;
  const fields = objectWith(json, "features", ["kind", "word", "char", "columns", "weight", "normalize"]);
  oneOf(fields.kind ?? "feature-spec", "features.kind", ["feature-spec"]);
  const { word, char, columns, weight, normalize } = DEFAULT_FEATURES;
  const spec: FeatureSpec = {
    kind: "feature-spec",
    word: fields.word === undefined ? word : range(fields.word, "features.word"),
    char: fields.char === undefined ? char : range(fields.char, "features.char"),
    columns: fields.columns === undefined ? columns : readColumns(fields.columns),
    weight: oneOf(fields.weight ?? weight, "features.weight", WEIGHTS),
    normalize: oneOf(fields.normalize ?? normalize, "features.normalize", NORMS),
  };
  if (spec.word === null && spec.char === null) {
    throw new InputError("features.word and features.char are both null; give one of them a range");
  }
  return spec;
}

function readColumns(json: unknown): FeatureSpec["columns"] {
  const path = "features.columns";
  const { kind } = objectWith(json, path, ["kind", "size", "maxSize", "minCount"]);
  if (oneOf(kind, `${path}.kind`, ["hash", "vocabulary"] as const) === "hash") {
    const { size } = objectWith(json, path, ["kind", "size"]);
    return { kind: "hash", size: whole(size, `${path}.size`) };
  }
  const { maxSize = 4096, minCount = 2 } = objectWith(json, path, ["kind", "maxSize", "minCount"]);
  return {
    kind: "vocabulary",
    maxSize: whole(maxSize, `${path}.maxSize`),
    minCount: whole(minCount, `${path}.minCount`),
  };
}

function range(json: unknown, path: string): readonly [number, number] | null {
  if (json === null) return null;
  if (!Array.isArray(json) || json.length !== 2) {
    throw new InputError(`${path} must be [smallest, largest] or null, found ${shown(json)}`);
  }
  const low = whole(json[0], `${path}[0]`);
  const high = whole(json[1], `${path}[1]`);
  if (low > high) throw new InputError(`${path} must be [smallest, largest], found [${low}, ${high}]`);
  return [low, high];
}

function whole(json: unknown, path: string): number {
  if (typeof json === "number" && Number.isSafeInteger(json) && json >= 1) return json;
  throw new InputError(`${path} must be a whole number of at least 1, found ${shown(json)}`);
}

function oneOf<T extends string>(json: unknown, path: string, choices: readonly T[]): T {
  if (choices.includes(json as T)) return json as T;
  throw new InputError(`${path} must be ${choices.join(" or ")}, found ${shown(json)}`);
}

/**
 * An object that has no members but the named ones.
 *
 * @throws InputError that names the path
 */
export function objectWith(json: unknown, path: string, names: readonly string[]): JsonObject {
  const where = path === "" ? "the file" : path;
  if (!isObject(json)) throw new InputError(`${where} must be an object, found ${shown(json)}`);
  for (const name of Object.keys(json)) {
    if (!names.includes(name)) {
      throw new InputError(`${memberPath(path, name)} is not known; ${where} may have ${names.join(", ")}`);
    }
  }
  return json;
}
