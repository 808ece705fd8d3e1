import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { contentHash } from "../../data";
import type { WeightArray } from "../weights";
import type { ServedModel } from "./served-model";

/** The version of the format that is written and read. */
export const MODEL_FORMAT = 1;
export const MODEL_JSON = "model.json";
export const MODEL_WEIGHTS = "weights.bin";

/** The two files of a model, by name. */
export type ModelFiles = Readonly<Record<typeof MODEL_JSON | typeof MODEL_WEIGHTS, Uint8Array>>;

/** What `model.json` holds. `sha256` is the content hash of all the rest. */
export interface ModelManifest {
  readonly kind: "lr-lab-model";
  readonly version: typeof MODEL_FORMAT;
  readonly run: { readonly id: string; readonly spec: ServedModel["spec"] };
  readonly labels: readonly string[];
  readonly features: Pick<ServedModel["features"], "spec" | "vocabulary">;
  /** Arrays one after the other, row-major float32, little-endian; the last one may be the features' idf. */
  readonly weights: {
    readonly bytes: number;
    readonly sha256: string;
    readonly arrays: readonly { readonly name: string; readonly shape: readonly number[] }[];
  };
  readonly sha256: string;
}

/**
 * A model as the bytes of two files: `model.json` (run, labels, feature spec, vocabulary, shapes, hashes) and
 * `weights.bin` (float32, little-endian). The same model gives the same bytes.
 */
export function encodeModel(model: ServedModel): ModelFiles {
  const { run, spec, labels, features, weights } = model;
  const arrays = [...weights.arrays, ...idfArray(features.idf)];
  const bytes = floatBytes(arrays);
  const content: Omit<ModelManifest, "sha256"> = {
    kind: "lr-lab-model",
    version: MODEL_FORMAT,
    run: { id: run, spec },
    labels,
    features: { spec: features.spec, vocabulary: features.vocabulary },
    weights: {
      bytes: bytes.length,
      sha256: bytesToHex(sha256(bytes)),
      arrays: arrays.map(({ name, shape }) => ({ name, shape })),
    },
  };
  const manifest: ModelManifest = { ...content, sha256: contentHash(content) };
  return {
    [MODEL_JSON]: new TextEncoder().encode(`${JSON.stringify(manifest)}\n`),
    [MODEL_WEIGHTS]: bytes,
  };
}

function idfArray(idf: Float32Array | null): WeightArray[] {
  return idf === null ? [] : [{ name: "idf", shape: [idf.length], values: idf }];
}

function floatBytes(arrays: readonly WeightArray[]): Uint8Array {
  const count = arrays.reduce((sum, { values }) => sum + values.length, 0);
  const bytes = new Uint8Array(4 * count);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { values } of arrays) for (const value of values) view.setFloat32(4 * at++, value, true);
  return bytes;
}
