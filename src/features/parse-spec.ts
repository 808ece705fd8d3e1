import { InputError } from "../errors";
import { DEFAULT_FEATURES } from "./build";
import type { FeatureSpec } from "./features";

const FIELDS = ["kind", "word", "char", "columns", "weight", "normalize"];

/**
 * A feature spec from JSON that nobody has checked; what is left out is as in `DEFAULT_FEATURES`.
 *
 * @param json what `JSON.parse` returned
 * @param path what the error messages call it; default "features"
 * @throws InputError that names the field by its path, such as `features.word[1]`
 * @example parseFeatureSpec({ char: [3, 5] }).word // [1, 1]
 */
export function parseFeatureSpec(json: unknown, path = "features"): FeatureSpec {
  const fields = objectWith(json, path, FIELDS);
  oneOf(fields.kind ?? "feature-spec", `${path}.kind`, ["feature-spec"] as const);
  const { word, char, columns, weight, normalize } = DEFAULT_FEATURES;
  const spec: FeatureSpec = {
    kind: "feature-spec",
    word: fields.word === undefined ? word : range(fields.word, `${path}.word`),
    char: fields.char === undefined ? char : range(fields.char, `${path}.char`),
    columns: fields.columns === undefined ? columns : readColumns(fields.columns, `${path}.columns`),
    weight: oneOf(fields.weight ?? weight, `${path}.weight`, [
      "binary",
      "count",
      "sublinear",
      "tfidf",
    ] as const),
    normalize: oneOf(fields.normalize ?? normalize, `${path}.normalize`, ["l2", "none"] as const),
  };
  if (spec.word === null && spec.char === null) {
    throw new InputError(`${path}.word and ${path}.char are both null; give one of them a range`);
  }
  return spec;
}

function readColumns(json: unknown, path: string): FeatureSpec["columns"] {
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
  if (!Array.isArray(json) || json.length !== 2) return refuse(path, "[smallest, largest] or null", json);
  const low = whole(json[0], `${path}[0]`);
  const high = whole(json[1], `${path}[1]`);
  if (low <= high) return [low, high];
  throw new InputError(`${path} must be [smallest, largest], found [${low}, ${high}]`);
}

function whole(json: unknown, path: string): number {
  if (typeof json === "number" && Number.isSafeInteger(json) && json >= 1) return json;
  return refuse(path, "a whole number of at least 1", json);
}

function oneOf<T extends string>(json: unknown, path: string, choices: readonly T[]): T {
  return choices.includes(json as T) ? (json as T) : refuse(path, choices.join(" or "), json);
}

/** An object that has no members but the named ones. */
function objectWith(json: unknown, path: string, names: readonly string[]): Record<string, unknown> {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return refuse(path, "an object", json);
  const unknown = Object.keys(json).find((name) => !names.includes(name));
  if (unknown === undefined) return { ...json };
  throw new InputError(`${path}.${unknown} is not known; ${path} may have ${names.join(", ")}`);
}

function refuse(path: string, wanted: string, found: unknown): never {
  throw new InputError(`${path} must be ${wanted}, found ${shown(found)}`);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
