import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Cell, Notebook, Output } from "../nbformat";
import { isTagged } from "../tags";
import { normaliseOutputs } from "./normalise";

/** SHA-256 of what a person writes in cells: each one's id, type, source and tags, in order; no outputs, no counts. */
export function cellsHash(cells: readonly Cell[]): string {
  return sha256(
    cells.map(({ id, cell_type, source, metadata }) => ({
      id,
      cell_type,
      source,
      tags: metadata.tags ?? [],
    })),
  );
}

/** The {@link cellsHash} of what a notebook's author wrote: parameters that a run injected are no part of it. */
export function sourceHash({ cells }: Notebook): string {
  return cellsHash(cells.filter((cell) => !isTagged(cell, "injected-parameters")));
}

/** SHA-256 of a cell's outputs without what may change from run to run. */
export function outputHash(outputs: readonly Output[]): string {
  return sha256(normaliseOutputs(outputs));
}

/** Of canonical JSON (RFC 8785). Unlike `contentHash` it refuses nothing: a notebook may hold half a character. */
function sha256(value: unknown): string {
  return createHash("sha256")
    .update(canonicalize(value) ?? "")
    .digest("hex");
}
