import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Notebook, Output } from "../nbformat";
import { isTagged } from "../tags";
import { normaliseOutputs } from "./normalise";

/**
 * SHA-256 of what a notebook's author wrote: each cell's id, type, source and tags, in order, as canonical JSON
 * (RFC 8785). Parameters that a run injected are no part of it.
 */
export function sourceHash({ cells }: Notebook): string {
  const written = cells.filter((cell) => !isTagged(cell, "injected-parameters"));
  return sha256(
    written.map(({ id, cell_type, source, metadata }) => ({
      id,
      cell_type,
      source,
      tags: metadata.tags ?? [],
    })),
  );
}

/** SHA-256 of a cell's outputs without what may change from run to run. */
export function outputHash(outputs: readonly Output[]): string {
  return sha256(normaliseOutputs(outputs));
}

function sha256(value: unknown): string {
  return createHash("sha256")
    .update(canonicalize(value) ?? "")
    .digest("hex");
}
