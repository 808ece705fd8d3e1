import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { contentHash } from "../../data";
import { InputError } from "../../errors";
import { parseFeatureSpec, type FeatureSpec } from "../../features";
import { checkRunSpec } from "../check-run-spec";
import { runId } from "../run-id";
import type { ModelSpec } from "../run-spec";
import type { WeightArray } from "../weights";
import { MODEL_FORMAT, MODEL_JSON, MODEL_WEIGHTS, type ModelFiles, type ModelManifest } from "./encode";
import type { ServedModel } from "./served-model";

/**
 * The model that `encodeModel` wrote. Everything is checked: both hashes, the format's version, that the run's id
 * is its spec's, and that labels, vocabulary and arrays fit each other.
 *
 * @param where what the error messages call it: the folder
 * @throws InputError that says which file is damaged, of another kind or of another version, and what to do
 */
export function decodeModel(files: ModelFiles, where: string): ServedModel {
  const manifest = readManifest(files[MODEL_JSON], `${where}/${MODEL_JSON}`);
  const { run, labels, weights } = manifest;
  const damaged = (what: string): never => refuseDamaged(`${where}/${MODEL_JSON}`, what);
  const spec = checkRunSpec(run.spec);
  if (runId(spec) !== run.id) damaged("the run's id is not its spec's");
  if (!areNames(labels) || labels.length < 2) damaged("the labels are not two or more different texts");
  const features = readFeatures(manifest, damaged);
  const columns = features.vocabulary?.length ?? (features.spec.columns as { size: number }).size;
  const shapes = shapesOf(spec.model, columns, labels.length);
  if (features.spec.weight === "tfidf") shapes.push({ name: "idf", shape: [columns] });
  if (contentHash(weights.arrays) !== contentHash(shapes)) damaged("the arrays are not the model's");

  const bytes = files[MODEL_WEIGHTS];
  const path = `${where}/${MODEL_WEIGHTS}`;
  const count = shapes.reduce((sum, { shape }) => sum + product(shape), 0);
  if (weights.bytes !== 4 * count) damaged("the number of bytes is not that of the arrays");
  if (bytes.length !== weights.bytes)
    refuseDamaged(path, `${bytes.length} bytes instead of ${weights.bytes}`);
  if (bytesToHex(sha256(bytes)) !== weights.sha256) refuseDamaged(path, "its SHA-256 is another");
  const arrays = readArrays(bytes, shapes);
  const idf = features.spec.weight === "tfidf" ? (arrays.pop() as WeightArray).values : null;
  return {
    kind: "served-model",
    run: run.id,
    spec,
    labels,
    features: { ...features, idf },
    weights: { kind: "model-weights", model: spec.model, arrays },
  };
}

/** The manifest, its content as it was written. */
function readManifest(bytes: Uint8Array, path: string): ModelManifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    refuseDamaged(path, "it is no JSON");
  }
  const { kind, version, format } = (json ?? {}) as { kind?: unknown; version?: unknown; format?: unknown };
  if (kind !== "lr-lab-model") {
    const other =
      format === "layers-model" ? "a model of TensorFlow.js; name the folder model/ beside it" : "";
    throw new InputError(`${path}: not a model of lr-lab${other && `, but ${other}`}`);
  }
  if (version !== MODEL_FORMAT) {
    throw new InputError(
      `${path}: format ${JSON.stringify(version)}, and this version of lr-lab reads ${MODEL_FORMAT}; ` +
        "use the version that wrote it, or export the run again",
    );
  }
  const { sha256: hash, ...content } = json as ModelManifest;
  if (hash !== contentHash(content)) refuseDamaged(path, "its SHA-256 is another");
  const { run, weights, features } = json as Partial<Record<keyof ModelManifest, unknown>>;
  if (![run, weights, features].every((part) => typeof part === "object" && part !== null)) {
    refuseDamaged(path, "parts are missing");
  }
  return json as ModelManifest;
}

function readFeatures({ features }: ModelManifest, damaged: (what: string) => never) {
  const { vocabulary } = features;
  const spec: FeatureSpec = parseFeatureSpec(features.spec, "model features");
  if (spec.columns.kind === "hash") {
    if (vocabulary !== null) damaged("hashed columns have no vocabulary");
  } else if (!areNames(vocabulary) || vocabulary.length > spec.columns.maxSize) {
    damaged("the vocabulary is not a list of different texts");
  }
  return { spec, vocabulary };
}

function areNames(list: unknown): list is readonly string[] {
  return (
    Array.isArray(list) &&
    list.every((item) => typeof item === "string") &&
    new Set(list).size === list.length
  );
}

function shapesOf(model: ModelSpec, columns: number, classes: number): { name: string; shape: number[] }[] {
  const layer = (name: string, from: number, to: number) => [
    { name, shape: [from, to] },
    { name: `${name} bias`, shape: [to] },
  ];
  if (model.kind === "linear") return layer("output", columns, classes);
  return [...layer("hidden", columns, model.hidden), ...layer("output", model.hidden, classes)];
}

function readArrays(bytes: Uint8Array, shapes: readonly { name: string; shape: number[] }[]): WeightArray[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return shapes.map(({ name, shape }) => {
    const values = new Float32Array(product(shape));
    for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(4 * at++, true);
    return { name, shape, values };
  });
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function refuseDamaged(path: string, what: string): never {
  throw new InputError(`${path}: damaged (${what}); copy it again, or export the run again`);
}
