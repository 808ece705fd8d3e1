import { InputError } from "../errors";
import type { RunSpec } from "./run-spec";

/** What a spec must have been made for: features by their hashes, and splits that are not empty. */
export interface BoundTo {
  readonly hash: string;
  readonly data: string;
  readonly splits: { readonly train: number; readonly validation: number };
}

/**
 * Checks that a spec was made for these features.
 *
 * @throws InputError when its hashes name others, or when there is nothing to train or to validate on
 */
export function checkBound(spec: RunSpec, { hash, data, splits }: BoundTo): void {
  for (const [name, found, wanted] of [
    ["data", spec.data, data],
    ["features", spec.features, hash],
  ]) {
    if (found === wanted) continue;
    throw new InputError(
      `run spec: ${name} is ${found.slice(0, 12)}..., but here it is ${wanted.slice(0, 12)}...: ` +
        "made for other data or features; make it with runSpec(features, ...)",
    );
  }
  if (splits.train === 0 || splits.validation === 0) {
    throw new InputError("run spec: the data has no training or no validation messages");
  }
}
