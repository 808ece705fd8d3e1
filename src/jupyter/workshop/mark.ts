import { basename } from "node:path";
import { contentHash } from "../../data";
import { InputError } from "../../errors";
import type { Cell, Notebook } from "../nbformat";
import type { Copy } from "./copies";

/** What a copy's metadata say of it. */
export interface CopyMark {
  readonly copy: Copy | "proof";
  /** The notebook it was made from, and the {@link cellsHash} of that. */
  readonly source: { readonly notebook: string; readonly hash: string };
  /** {@link cellsHash} of the copy as it was made: another one tells that somebody has worked in it. */
  readonly cells: string;
}

/** The key of a copy's mark in its notebook's metadata. */
const MARK = "lr-lab-workshop";

/** A notebook of these cells without outputs, which says what it was made from. */
export function marked(
  source: Notebook,
  path: string,
  copy: CopyMark["copy"],
  cells: readonly Cell[],
): Notebook {
  const from = { notebook: basename(path), hash: cellsHash(source.cells) };
  const fresh = cells.map(
    (cell): Cell => (cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell),
  );
  return withMark({ ...source, cells: fresh }, { copy, source: from });
}

/** A copy with its mark, whose hash is of the cells as they are now. */
export function withMark(notebook: Notebook, given: Omit<CopyMark, "cells">): Notebook {
  const mark: CopyMark = { copy: given.copy, source: given.source, cells: cellsHash(notebook.cells) };
  return { ...notebook, metadata: { ...notebook.metadata, [MARK]: mark } };
}

/** What a notebook's metadata say of it as a copy; undefined for a notebook that is none. */
export function markOf(notebook: Notebook): CopyMark | undefined {
  const mark = notebook.metadata[MARK] as Partial<CopyMark> | undefined;
  const texts = [mark?.copy, mark?.cells, mark?.source?.notebook];
  return texts.every((text) => typeof text === "string") ? (mark as CopyMark) : undefined;
}

/** @throws InputError for a notebook that is itself a copy */
export function refuseCopy(notebook: Notebook, path: string): void {
  const mark = markOf(notebook);
  if (!mark) return;
  throw new InputError(`${path}: is itself the ${mark.copy} copy of ${mark.source.notebook}; name that one`);
}

/** A hash of what a person writes in cells: ids, kinds, tags and sources. Outputs and counts are not in it. */
export function cellsHash(cells: readonly Cell[]): string {
  return contentHash(
    cells.map(({ id, cell_type, metadata, source }) => ({
      id,
      cell_type,
      tags: metadata.tags ?? [],
      source,
    })),
  );
}
